//! What a tree refuses, and how its nodes stand to one another.

use super::*;
use proptest::prelude::*;

fn row<'a>(key: &'a str, parent: &'a str, children: &'a str, level: &'a str) -> NodeCells<'a> {
    NodeCells {
        key,
        parent,
        children,
        level,
        name: "",
    }
}

fn relation(tree: &Tree, a: &str, b: &str) -> Relation {
    tree.relation(tree.find(a).unwrap(), tree.find(b).unwrap())
}

#[test]
fn a_circle_is_refused_with_its_keys() {
    let rows = [
        row("x", "a", "", ""),
        row("a", "b", "", ""),
        row("b", "c", "", ""),
        row("c", "a", "", ""),
    ];
    let refusal = Tree::build("place", &rows).unwrap_err();
    assert!(refusal.right.contains("a in b in c in a"), "{refusal}");
    let own = Tree::build("place", &[row("a", "a", "", "")]).unwrap_err();
    assert!(own.right.contains("a in a"));
}

#[test]
fn unknown_parents_and_second_keys_are_refused() {
    let unknown = Tree::build("place", &[row("a", "nowhere", "", "")]).unwrap_err();
    assert_eq!(
        (unknown.column, unknown.value.as_str()),
        ("parent", "nowhere")
    );
    let rows = [row("a", "", "", ""), row("a", "", "", "")];
    assert!(Tree::build("place", &rows).is_err());
    assert!(Tree::build("place", &[row("a", "", "apart", "")]).is_err());
}

#[test]
fn too_deep_a_tree_is_refused() {
    let keys: Vec<String> = (0..=MAX_DEPTH).map(|depth| format!("n{depth}")).collect();
    let rows: Vec<NodeCells> = (0..=MAX_DEPTH)
        .map(|depth| {
            let parent = depth.checked_sub(1).map_or("", |up| keys[up].as_str());
            row(&keys[depth], parent, "", "")
        })
        .collect();
    assert!(
        Tree::build("place", &rows)
            .unwrap_err()
            .right
            .contains("256")
    );
    assert!(Tree::build("place", &rows[..MAX_DEPTH]).is_ok());
}

#[test]
fn siblings_are_disjoint_only_where_something_says_so() {
    let rows = [
        row("land", "", "", "country"),
        row("east", "land", "", "region"),
        row("west", "land", "", "region"),
        row("borders", "land", "", "area"),
        row("hills", "land", "", "area"),
        row("ford", "east", "", "district"),
        row("mill", "west", "", "district"),
        row("all", "", "overlap", ""),
        row("paid", "all", "", ""),
        row("armed", "all", "disjoint", ""),
        row("foot", "armed", "", ""),
        row("horse", "armed", "", ""),
    ];
    let tree = Tree::build("place", &rows).unwrap();
    assert_eq!(relation(&tree, "ford", "mill"), Relation::Disjoint);
    assert_eq!(relation(&tree, "ford", "borders"), Relation::Apart);
    assert_eq!(relation(&tree, "hills", "borders"), Relation::Apart);
    assert_eq!(relation(&tree, "land", "ford"), Relation::Ancestor);
    assert_eq!(relation(&tree, "ford", "land"), Relation::Descendant);
    assert_eq!(relation(&tree, "paid", "foot"), Relation::Apart);
    assert_eq!(relation(&tree, "foot", "horse"), Relation::Disjoint);
    assert_eq!(relation(&tree, "land", "all"), Relation::Apart);
}

#[test]
fn roots_of_one_level_are_disjoint() {
    let rows = [row("n", "", "", "country"), row("m", "", "", "country")];
    let tree = Tree::build("place", &rows).unwrap();
    assert_eq!(relation(&tree, "n", "m"), Relation::Disjoint);
}

proptest! {
    #[test]
    fn containment_is_climbing_and_relations_mirror(parents in prop::collection::vec(0_usize..8, 1..24)) {
        let keys: Vec<String> = (0..parents.len()).map(|n| format!("n{n}")).collect();
        let rows: Vec<NodeCells> = parents.iter().enumerate().map(|(n, parent)| {
            let up = if *parent < n { keys[*parent].as_str() } else { "" };
            row(&keys[n], up, if n % 3 == 0 { "disjoint" } else { "" }, "")
        }).collect();
        let tree = Tree::build("place", &rows).unwrap();
        for a in (0..parents.len() as u32).map(NodeId) {
            prop_assert!(tree.stretch(a).contains(&tree.walking_order(a)));
            for b in (0..parents.len() as u32).map(NodeId) {
                let climbs = a == b || tree.ancestors(b).any(|up| up == a);
                prop_assert_eq!(tree.contains(a, b), climbs);
                prop_assert_eq!(tree.stretch(a).contains(&tree.walking_order(b)), climbs);
                prop_assert_eq!(tree.relation(a, b), tree.relation(b, a).reversed());
            }
        }
    }
}

#[test]
fn a_node_without_a_name_is_shown_by_its_key() {
    let named = NodeCells {
        name: " Upper Mill ",
        ..row("um", "", "", "")
    };
    let tree = Tree::build("place", &[named, row("ford", "um", "", "")]).unwrap();
    let name = |key| tree.name(tree.find(key).unwrap());
    assert_eq!((name("um"), name("ford")), ("Upper Mill", "ford"));
}
