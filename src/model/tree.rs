//! A tree of places or of populations, and how two of its nodes stand to one another.
//!
//! It knows containment, declared disjointness and one name to show a node by, not all its spellings. What a stranger would get
//! wrong: two nodes that do not contain one another are not therefore disjoint. Only what a parent
//! declares, or (for places) the level says, may be summed.

use std::collections::HashMap;

use crate::model::key::{Keys, NodeId};
use crate::model::refusal::Refusal;
use crate::model::vocabulary::Children;

/// The deepest tree that is read.
pub const MAX_DEPTH: usize = 256;

/// The level of a place that is a set made for one study: it may overlap its siblings.
const AREA: &str = "area";

/// One row of `places.csv` or `populations.csv`, as said; an empty text is an empty cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct NodeCells<'a> {
    /// The node's own key.
    pub key: &'a str,
    /// The key of the node that contains it; empty for a root.
    pub parent: &'a str,
    /// How its own children stand to one another.
    pub children: &'a str,
    /// The level of a place; empty for populations.
    pub level: &'a str,
    /// What a reader knows it by; empty where the key has to do.
    pub name: &'a str,
}

/// How one node stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same node.
    Equal,
    /// The first contains the second.
    Ancestor,
    /// The second contains the first.
    Descendant,
    /// Nothing lies in both: they may be summed.
    Disjoint,
    /// Neither contains the other, and nothing says that they have nothing in common.
    Apart,
}

impl Relation {
    /// Returns the relation seen from the second node.
    #[cfg(test)]
    pub const fn reversed(self) -> Relation {
        match self {
            Relation::Ancestor => Relation::Descendant,
            Relation::Descendant => Relation::Ancestor,
            same => same,
        }
    }

    /// Tells whether one node contains the other or is it.
    pub const fn is_nested(self) -> bool {
        matches!(
            self,
            Relation::Equal | Relation::Ancestor | Relation::Descendant
        )
    }
}

#[derive(Debug, Clone)]
struct Node {
    parent: Option<NodeId>,
    children: Option<Children>,
    level: Option<u32>,
    is_area: bool,
    depth: u16,
    root: NodeId,
    /// First and one past the last place of the node and all it contains, in walking order.
    first: u32,
    end: u32,
}

/// Nodes with one parent each, numbered so that what a node contains is one stretch of numbers.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    keys: Keys,
    names: Vec<Box<str>>,
    nodes: Vec<Node>,
    walk: Vec<NodeId>,
}

impl Tree {
    /// Makes a tree of its rows, in any order.
    ///
    /// # Errors
    /// A [`Refusal`] for a key that is misspelled or stands twice, an unknown parent or declaration,
    /// a circle (its keys are named), or more than [`MAX_DEPTH`] levels.
    pub fn build(column: &'static str, rows: &[NodeCells<'_>]) -> Result<Tree, Refusal> {
        let mut keys = Keys::default();
        for row in rows {
            keys.add(column, row.key)?;
        }
        let mut levels = Keys::default();
        let mut nodes = Vec::with_capacity(rows.len());
        for (place, row) in rows.iter().enumerate() {
            let node = NodeId::new(place as u32);
            nodes.push(Node::read(node, row, &keys, &mut levels)?);
        }
        refuse_circles(&keys, &nodes)?;
        let mut tree = Tree {
            keys,
            names: rows.iter().map(|row| row.name.trim().into()).collect(),
            nodes,
            walk: Vec::new(),
        };
        tree.number()?;
        Ok(tree)
    }

    /// Numbers the nodes in walking order, siblings by key, and notes depth and root.
    fn number(&mut self) -> Result<(), Refusal> {
        let mut children: Vec<Vec<NodeId>> = vec![Vec::new(); self.nodes.len()];
        let mut stack = Vec::new();
        for place in self.by_key_descending() {
            match self.nodes[place.index()].parent {
                Some(parent) => children[parent.index()].push(place),
                None => stack.push(place),
            }
        }
        while let Some(node) = stack.pop() {
            self.enter(node)?;
            stack.extend(&children[node.index()]);
        }
        // Backwards, every node is met after all it contains, so the end of the last child is known.
        for place in (0..self.walk.len()).rev() {
            let node = self.walk[place];
            let last_end = children[node.index()]
                .iter()
                .map(|child| self.nodes[child.index()].end)
                .max();
            self.nodes[node.index()].end = last_end.unwrap_or(place as u32 + 1);
        }
        Ok(())
    }

    fn enter(&mut self, node: NodeId) -> Result<(), Refusal> {
        let first = self.walk.len() as u32;
        let (depth, root) = match self.nodes[node.index()].parent {
            Some(parent) => {
                let parent = &self.nodes[parent.index()];
                (parent.depth + 1, parent.root)
            }
            None => (0, node),
        };
        if usize::from(depth) >= MAX_DEPTH {
            let right = format!("a tree of at most {MAX_DEPTH} levels");
            return Err(Refusal::new("parent", self.key(node), right));
        }
        let entered = &mut self.nodes[node.index()];
        (entered.first, entered.depth, entered.root) = (first, depth, root);
        self.walk.push(node);
        Ok(())
    }

    fn by_key_descending(&self) -> Vec<NodeId> {
        let mut order: Vec<NodeId> = (0..self.nodes.len() as u32).map(NodeId::new).collect();
        order.sort_unstable_by(|a, b| self.key(*b).cmp(self.key(*a)));
        order
    }

    /// Returns how the first node stands to the second.
    pub fn relation(&self, a: NodeId, b: NodeId) -> Relation {
        if a == b {
            return Relation::Equal;
        }
        if self.contains(a, b) {
            return Relation::Ancestor;
        }
        if self.contains(b, a) {
            return Relation::Descendant;
        }
        self.relation_of_strangers(a, b)
    }

    /// Tells whether the first node is the second or contains it.
    pub fn contains(&self, a: NodeId, b: NodeId) -> bool {
        let (outer, inner) = (&self.nodes[a.index()], &self.nodes[b.index()]);
        outer.first <= inner.first && inner.first < outer.end
    }

    /// Looks at the two branches that part below the last common node.
    fn relation_of_strangers(&self, mut a: NodeId, mut b: NodeId) -> Relation {
        loop {
            let (node_a, node_b) = (&self.nodes[a.index()], &self.nodes[b.index()]);
            if node_a.parent == node_b.parent {
                return self.relation_of_siblings(a, b);
            }
            // The deeper one climbs; on one level both do, one after the other.
            match (node_a.parent, node_b.parent) {
                (Some(up), _) if node_a.depth >= node_b.depth => a = up,
                (_, Some(up)) => b = up,
                (Some(up), None) => a = up,
                (None, None) => return Relation::Apart,
            }
        }
    }

    fn relation_of_siblings(&self, a: NodeId, b: NodeId) -> Relation {
        let (node_a, node_b) = (&self.nodes[a.index()], &self.nodes[b.index()]);
        if node_a.is_area || node_b.is_area {
            return Relation::Apart;
        }
        let declared = node_a
            .parent
            .and_then(|parent| self.nodes[parent.index()].children);
        match declared {
            Some(Children::Disjoint | Children::Complete) => Relation::Disjoint,
            Some(Children::Overlap) => Relation::Apart,
            None if node_a.level.is_some() && node_a.level == node_b.level => Relation::Disjoint,
            None => Relation::Apart,
        }
    }

    /// Tells whether two nodes hang in one tree: have the same root.
    pub fn have_one_root(&self, a: NodeId, b: NodeId) -> bool {
        self.nodes[a.index()].root == self.nodes[b.index()].root
    }

    /// Returns the node that contains this one, or nothing for a root.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node.index()].parent
    }

    /// Returns the nodes that contain this one, the nearest first.
    pub fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(node), |up| self.parent(*up))
    }

    /// Returns the nodes right below this one, by key.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let inside = self.stretch(node);
        let mut next = inside.start + 1;
        std::iter::from_fn(move || {
            if next >= inside.end {
                return None;
            }
            let child = self.walk[next as usize];
            next = self.stretch(child).end;
            Some(child)
        })
    }

    /// Returns the place in walking order: parents before children, siblings by key.
    pub fn walking_order(&self, node: NodeId) -> u32 {
        self.nodes[node.index()].first
    }

    /// Returns the stretch of walking order that holds the node and all it contains, end exclusive.
    pub fn stretch(&self, node: NodeId) -> std::ops::Range<u32> {
        let node = &self.nodes[node.index()];
        node.first..node.end
    }

    /// Tells whether the children of a node are declared to be all of it.
    pub fn is_complete(&self, node: NodeId) -> bool {
        self.nodes[node.index()].children == Some(Children::Complete)
    }

    /// Returns the node of a key, or nothing.
    pub fn find(&self, key: &str) -> Option<NodeId> {
        self.keys.find(key).map(NodeId)
    }

    /// Returns the key of a node.
    pub fn key(&self, node: NodeId) -> &str {
        self.keys.key(node.index())
    }

    /// Returns the keys of all nodes, by place.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.keys.iter()
    }

    /// Returns what a reader knows a node by: its name, or its key where it has none.
    pub fn name(&self, node: NodeId) -> &str {
        match self.names.get(node.index()) {
            Some(name) if !name.is_empty() => name,
            _ => self.key(node),
        }
    }

    /// Returns how many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Tells whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

impl Node {
    fn read(
        node: NodeId,
        row: &NodeCells<'_>,
        keys: &Keys,
        levels: &mut Keys,
    ) -> Result<Node, Refusal> {
        let parent = match row.parent.trim() {
            "" => None,
            key => match keys.find(key) {
                Some(place) => Some(NodeId(place)),
                None => return Err(Refusal::new("parent", key, "a key of the same file")),
            },
        };
        let children = match row.children.trim() {
            "" => None,
            text => Some(Children::parse(text)?),
        };
        let level = row.level.trim();
        Ok(Node {
            parent,
            children,
            level: (!level.is_empty()).then(|| levels.intern(level)),
            is_area: level == AREA,
            depth: 0,
            root: node,
            first: 0,
            end: 0,
        })
    }
}

/// Refuses a row that is its own ancestor, naming the keys of the circle.
fn refuse_circles(keys: &Keys, nodes: &[Node]) -> Result<(), Refusal> {
    // 0 = not seen, 1 = on the present path, 2 = known to lead to a root.
    let mut seen = vec![0_u8; nodes.len()];
    for start in 0..nodes.len() {
        let mut path = Vec::new();
        let mut next = Some(start);
        while let Some(node) = next.filter(|node| seen[*node] != 2) {
            if seen[node] == 1 {
                return Err(circle(keys, &path, node));
            }
            seen[node] = 1;
            path.push(node);
            next = nodes[node].parent.map(NodeId::index);
        }
        path.iter().for_each(|node| seen[*node] = 2);
    }
    Ok(())
}

fn circle(keys: &Keys, path: &[usize], back_at: usize) -> Refusal {
    let mut position: HashMap<usize, usize> = HashMap::new();
    path.iter().enumerate().for_each(|(place, node)| {
        position.insert(*node, place);
    });
    let from = position.get(&back_at).copied().unwrap_or(0);
    let mut names: Vec<&str> = path[from..].iter().map(|node| keys.key(*node)).collect();
    names.push(keys.key(back_at));
    let right = format!("a parent outside the circle {}", names.join(" in "));
    Refusal::new("parent", keys.key(back_at), right)
}

#[cfg(test)]
mod tests;
