//! The canonical print of a rule: only the brackets that matter. It must not know sources or texts.
//! A stranger would get wrong that print and parse are inverses: what is printed reads back as the same tree.

use super::expression::{
    ASKED, AnyOf, AtLeast, Coded, Expression, Field, Link, Near, Node, Part, Style, Term, Weigh,
    Weighed,
};
use std::fmt;

impl Node {
    /// How tightly the part binds, NOT and terms tightest.
    fn binding(&self) -> u8 {
        match self {
            Self::Any(_) => 0,
            Self::All(_) => 1,
            Self::Near(_) => 2,
            Self::Not(_)
            | Self::Term(_)
            | Self::AtLeast(_)
            | Self::Weigh(_)
            | Self::Field(_)
            | Self::Coded(_)
            | Self::Asked(_) => 3,
        }
    }

    fn print_within(&self, binding: u8, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.binding() < binding {
            write!(out, "({self})")
        } else {
            write!(out, "{self}")
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root().fmt(out)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(term) => term.fmt(out),
            Self::Near(near) => near.fmt(out),
            Self::AtLeast(at_least) => at_least.fmt(out),
            Self::Weigh(weigh) => weigh.fmt(out),
            Self::Field(field) => field.fmt(out),
            Self::Coded(coded) => coded.fmt(out),
            Self::Asked(group) => write!(out, "{ASKED}{group}"),
            Self::All(parts) => print_all(parts, out),
            Self::Any(parts) => print_any(parts, out),
            Self::Not(part) => {
                out.write_str("NOT ")?;
                part.print_within(3, out)
            }
        }
    }
}

fn print_all(parts: &[Node], out: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        match (at, part) {
            (0, _) => {}
            (_, Node::Not(_)) => out.write_str(" ")?,
            _ => out.write_str(" AND ")?,
        }
        part.print_within(2, out)?;
    }
    Ok(())
}

fn print_any(parts: &[Node], out: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.write_str(" OR ")?;
        }
        part.print_within(1, out)?;
    }
    Ok(())
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(node) => node.fmt(out),
            Self::Side(side) => side.fmt(out),
        }
    }
}

impl fmt::Display for Near {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(out)?;
        self.links.iter().try_for_each(|link| link.fmt(out))
    }
}

impl fmt::Display for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let not = if self.is_excluded { " NOT" } else { "" };
        let name = self.order.operator();
        write!(out, "{not} {name}/{} {}", self.distance_words, self.right)
    }
}

impl fmt::Display for AtLeast {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ATLEAST/{}", self.count)?;
        if let Some(words) = self.distance_words {
            write!(out, "/{words}")?;
        }
        write!(out, " {}", self.group)
    }
}

impl fmt::Display for Weigh {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "WEIGH/{} (", self.least)?;
        for (at, weighed) in self.weighed.iter().enumerate() {
            out.write_str(if at > 0 { " OR " } else { "" })?;
            weighed.fmt(out)?;
        }
        out.write_str(")")
    }
}

impl fmt::Display for Weighed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.is_asked { ASKED } else { "" })?;
        self.group.fmt(out)?;
        match self.weight {
            1 => Ok(()),
            weight => write!(out, "^{weight}"),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_quoted {
            true => write!(out, "{}:\"{}\"", self.kind.name(), self.written),
            false => write!(out, "{}:{}", self.kind.name(), self.written),
        }
    }
}

impl fmt::Display for Coded {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_quoted {
            true => write!(out, "CODED \"{}\"", self.code),
            false => write!(out, "CODED {}", self.code),
        }
    }
}

impl fmt::Display for AnyOf {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, rest @ ..] = self.terms() else {
            return Ok(());
        };
        if rest.is_empty() {
            return first.fmt(out);
        }
        write!(out, "({first}")?;
        rest.iter().try_for_each(|term| write!(out, " OR {term}"))?;
        out.write_str(")")
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.style {
            Style::Quoted => write!(out, "\"{}\"", self.written),
            Style::Exact => write!(out, "={}", self.written),
            Style::Bare => out.write_str(&self.written),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn print_keeps_what_was_typed_and_only_the_brackets_that_matter() {
        for (source, printed) in [
            ("((Hawala))", "Hawala"),
            ("a AND b AND (c AND d)", "a AND b AND c AND d"),
            ("a OR (b OR c) OR d AND e", "a OR b OR c OR d AND e"),
            ("(a OR b) AND NOT (c AND d)", "(a OR b) NOT (c AND d)"),
            ("«د پیسو» NEAR/۱۲ (a OR b*)", "\"د پیسو\" NEAR/12 (a OR b*)"),
            ("a NOT (b NEAR/3 c)", "a NOT (b NEAR/3 c)"),
            ("NOT NOT a AND al-Qaeda", "NOT NOT a AND al-Qaeda"),
            ("a PRE/3 (=b OR c) AFTER/2 d", "a PRE/3 (=b OR c) AFTER/2 d"),
            (
                "(kill*) NOT AFTER/۳ (not OR never)",
                "kill* NOT AFTER/3 (not OR never)",
            ),
            (
                "a AND speaker:S-* AND side:«non aligned»",
                "a AND speaker:S-* AND side:\"non aligned\"",
            ),
            ("a NOT CODED  tac/deal", "a NOT CODED tac/deal"),
            (
                "ATLEAST/۳ (a OR (b)) NOT ATLEAST/2/25 \"c d\"",
                "ATLEAST/3 (a OR b) NOT ATLEAST/2/25 \"c d\"",
            ),
            (
                "WEIGH/۵ ((a OR (b))^۲ OR \"c d\"^-1 OR e^1 OR f^9) NOT g",
                "WEIGH/5 ((a OR b)^2 OR \"c d\"^-1 OR e OR f^9) NOT g",
            ),
            (
                "x AND asked:(a OR b) AND asked: «c d» NOT asked:=e",
                "x AND asked:(a OR b) AND asked:\"c d\" NOT asked:=e",
            ),
            (
                "WEIGH/4 (a^2 OR asked:b OR asked:(c OR d*)^۲)",
                "WEIGH/4 (a^2 OR asked:b OR asked:(c OR d*)^2)",
            ),
            ("CODED “a b” AND x", "CODED \"a b\" AND x"),
        ] {
            assert_eq!(Expression::parse(source).unwrap().to_string(), printed);
        }
    }
}
