//! The agreement of coders on anybody's table.

use crate::desk::Desk;

const AGREEMENT: &str = "coders agreement --ratings r.csv --format csv";

/// Krippendorff 2011, part C: four observers, twelve units, missing ratings written both ways.
fn four_observers() -> String {
    let observers = [
        "123321412...",
        "1233224125..",
        ".33323422513",
        "12332441251.",
    ];
    let mut rows = "unit,coder,value\n".to_owned();
    for unit in 0..12 {
        for (coder, given) in observers.iter().enumerate() {
            match &given[unit..=unit] {
                "." if unit % 2 == 0 => {}
                "." => rows.push_str(&format!("u{unit},c{coder},\n")),
                value => rows.push_str(&format!("u{unit},c{coder},{value}\n")),
            }
        }
    }
    rows
}

fn desk(rows: &str) -> Desk {
    let desk = Desk::empty();
    desk.write("r.csv", rows);
    desk
}

/// One row of a CSV listing by coefficient and what it is for; columns by name.
fn row(out: &str, coefficient: &str, per: &str) -> std::collections::BTreeMap<String, String> {
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let header = reader.headers().unwrap().clone();
    let found = reader.records().map(Result::unwrap);
    let mut found = found.filter(|row| &row[0] == coefficient && &row[1] == per);
    let row = found
        .next()
        .unwrap_or_else(|| panic!("{coefficient} {per}: {out}"));
    assert!(found.next().is_none());
    let cells = header.iter().zip(row.iter());
    cells
        .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
        .collect()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

#[test]
fn the_columns_are_those_that_others_rely_on() {
    let out = desk(&four_observers()).ok(AGREEMENT);
    assert_eq!(
        out.lines().next(),
        Some(
            "coefficient,per,value,low,high,se,se0,observed,expected,below_667,below_800,units,coders,convention,note"
        )
    );
    let alpha = row(&out, "krippendorff-alpha", "overall");
    assert!((number(&alpha["value"]) - 0.743_421).abs() < 5e-7);
    assert!((number(&alpha["low"]) - 0.431_616).abs() < 5e-7);
    assert_eq!(
        (&*alpha["high"], &*alpha["units"], &*alpha["coders"]),
        ("1", "11", "4")
    );
    assert_eq!(
        (&*alpha["below_667"], &*alpha["below_800"]),
        ("0.336", "0.702")
    );
    assert!(
        alpha["convention"].contains("metric nominal") && alpha["convention"].contains("seed 1")
    );
    assert!(alpha["note"].contains("tentative") && alpha["note"].contains("the 5 found"));
    assert!(!out.contains("unit-agreement"));
}

#[test]
fn an_undefined_figure_is_empty_and_says_why() {
    let out = desk("unit,coder,value\na,x,1\na,y,1\nb,x,1\nb,y,1\n");
    let out = out.ok(&format!("{AGREEMENT} --categories 1,2"));
    for (coefficient, per, why) in [
        ("krippendorff-alpha", "overall", "undefined: no variation"),
        ("cohen-kappa", "overall", "undefined: no variation"),
        ("fleiss-kappa", "code:2", "undefined: not used"),
    ] {
        let row = row(&out, coefficient, per);
        assert_eq!(row["value"], "");
        assert!(row["note"].starts_with(why), "{row:?}");
    }
    let ac = row(&out, "gwet-ac", "overall");
    assert_eq!(ac["value"], "1");
    assert!(ac["note"].contains("one category only"));
}

#[test]
fn the_same_line_gives_the_same_bytes_and_another_seed_others() {
    let desk = desk(&four_observers());
    assert_eq!(desk.ok(AGREEMENT), desk.ok(AGREEMENT));
    let other = desk.ok(&format!("{AGREEMENT} --seed 2"));
    assert_ne!(desk.ok(AGREEMENT), other);
    let without = desk.ok(&format!("{AGREEMENT} --bootstrap 0"));
    assert!(row(&without, "krippendorff-alpha", "overall")["convention"].contains("by t"));
}

#[test]
fn nothing_is_needed_and_nothing_is_written() {
    let desk = desk(&four_observers());
    let before = crate::desk::files(&desk.path("."));
    let shown = desk.run("coders agreement --ratings r.csv");
    assert_eq!(shown.code, 0);
    assert!(
        shown.err.contains("more figures with: --coefficient all"),
        "{}",
        shown.err
    );
    assert_eq!(crate::desk::files(&desk.path(".")), before);
}

#[test]
fn spans_have_the_family_and_characters() {
    let rows = "unit,coder,start,end,value\nt1,a,0,30,\nt1,b,0,30,\nt1,a,0,10,x\nt1,a,15,20,y\n\
                t1,b,0,8,x\nt1,b,14,20,y\nt2,a,0,9,x\n";
    let out = desk(rows).ok(AGREEMENT);
    let joint = row(&out, "u-alpha", "overall");
    assert!((number(&joint["value"]) - 0.847_584).abs() < 5e-7);
    assert!(joint["note"].contains("1 continua left out"), "{joint:?}");
    assert_eq!((&*joint["units"], &*joint["low"]), ("1", ""));
    let kappa = row(&out, "cohen-kappa", "code:x");
    assert!(kappa["convention"].contains("unit character") && kappa["se"].is_empty());
}

#[test]
fn a_slip_is_a_usage_error_with_the_nearest_name() {
    let desk = desk(&four_observers());
    for (line, hint) in [
        ("--coefficient krippendorf-alfa", "krippendorff-alpha"),
        ("--metric ordnal", "ordinal"),
        ("--weights linaer", "linear"),
        ("--confidence 95", "between 0 and 1"),
        ("--bootstrap -1", ""),
    ] {
        let slip = desk.run(&format!("{AGREEMENT} {line}"));
        assert_eq!(slip.code, 2, "{line}: {}", slip.err);
        assert!(
            slip.out.is_empty() && slip.err.contains(hint),
            "{line}: {}",
            slip.err
        );
    }
}

#[test]
fn what_must_not_be_is_refused_with_file_and_line_and_without_figures() {
    let header = "unit,coder,value\n";
    for (rows, flags, place) in [
        ("", "", "r.csv"),
        ("u1,c1,a\n", "", "r.csv:1"),
        (
            &format!("{header}u1,c1,a\nu1,c2,a\nu1,c1,b\n"),
            "",
            "r.csv:4:unit",
        ),
        (
            &format!("{header}u1,c1,a\nu1,c2,b\n"),
            "--categories a,c",
            "r.csv:3:value",
        ),
        (
            &format!("{header}u1,c1,1\nu1,c2,NaN\n"),
            "--metric interval",
            "r.csv:3:value",
        ),
        (
            &format!("{header}u1,c1,1\nu1,c2,inf\n"),
            "--metric interval",
            "r.csv:3:value",
        ),
        (
            &format!("{header}u1,c1,1\nu1,c2,1e308\n"),
            "--metric interval",
            "r.csv:3:value",
        ),
        (
            &format!("{header}u1,c1,1\nu1,c2,-1\n"),
            "--metric ratio",
            "r.csv:3:value",
        ),
        (&format!("{header}u1,c1,1\nu1,c2\n"), "", "r.csv:3"),
        (
            &format!("{header}u1,c1,1\n"),
            "--categories 1,1",
            "--categories",
        ),
        (
            &format!("{header}u1,c1,1\n"),
            "--weights none.csv",
            "none.csv",
        ),
    ] {
        let desk = desk(rows);
        let refused = desk.run(&format!("{AGREEMENT} {flags}"));
        assert_eq!(refused.code, 5, "{rows}: {}", refused.err);
        assert!(refused.out.is_empty(), "{rows}");
        assert!(
            refused.err.contains(&format!("at  {place}\n")),
            "{rows}: {}",
            refused.err
        );
    }
}

#[test]
fn one_coder_one_unit_and_nothing_are_no_faults() {
    for rows in [
        "unit,coder,value\n",
        "unit,coder,value\nu1,c1,\n",
        "unit,coder,value\nu1,c1,a\nu2,c1,b\n",
        "unit,coder,value\nu1,c1,a\nu1,c2,b\n",
        "unit,coder,start,end,value\n",
        "unit,coder,start,end,value\nt1,c1,0,9,\n",
    ] {
        let desk = desk(rows);
        for flags in ["", "--bootstrap 0", "--metric ordinal", "--metric masi"] {
            let out = desk.ok(&format!("{AGREEMENT} {flags}"));
            assert!(out.lines().count() > 1, "{rows}");
            assert!(
                !out.contains("NaN") && !out.contains("inf,"),
                "{rows}: {out}"
            );
        }
    }
}

#[test]
fn a_million_ratings_are_read_and_compared() {
    let mut rows = String::from("unit,coder,value\n");
    for rating in 0..1_000_000_u32 {
        // Units come again and again, so that they must be put in order.
        let (unit, coder) = (rating % 250_000, rating / 250_000);
        let value = (unit.wrapping_mul(2_654_435_761) >> 29) ^ u32::from(rating % 7 == 0);
        rows.push_str(&format!("u{unit},c{coder},{value}\n"));
    }
    let out = desk(&rows).ok(&format!("{AGREEMENT} --bootstrap 5"));
    let alpha = row(&out, "krippendorff-alpha", "overall");
    assert_eq!(alpha["units"], "250000");
    let value = number(&alpha["value"]);
    assert!((0.6..0.9).contains(&value), "{value}");
}

#[test]
fn weights_from_a_table_serve_kappa_and_alpha() {
    let desk = desk("unit,coder,value\n1,x,a\n1,y,b\n2,x,b\n2,y,b\n3,x,c\n3,y,c\n4,x,a\n4,y,a\n");
    desk.write("w.csv", ",a,b,c\na,1,.5,0\nb,.5,1,.5\nc,0,.5,1\n");
    let table = desk.ok(&format!("{AGREEMENT} --weights w.csv"));
    let linear = desk.ok(&format!("{AGREEMENT} --weights linear"));
    for coefficient in ["cohen-kappa", "krippendorff-alpha", "gwet-ac"] {
        let one = row(&table, coefficient, "overall");
        let other = row(&linear, coefficient, "overall");
        assert_eq!(one["value"], other["value"], "{coefficient}");
        assert!(one["convention"].contains("weights from a table"));
    }
}

/// The small study, coded by two: ben sets other ends in I-01, another code in I-02, and does
/// not see I-03.
fn coded_by_two() -> Desk {
    let desk = Desk::with_study();
    desk.ok("coders add ben");
    desk.write(
        "codings.csv",
        "interview,code,coder,quote\nI-01,pay,ben,درې میاشتې\nI-02,money,ben,it is low\n",
    );
    desk.ok("import codings codings.csv");
    desk
}

#[test]
fn coders_of_a_study_are_compared_where_all_saw_the_text() {
    let desk = coded_by_two();
    let out = desk.ok("coders agreement --format csv");
    assert!(
        out.lines()
            .next()
            .unwrap()
            .ends_with(",convention,note,unit")
    );
    let joint = row(&out, "u-alpha", "overall");
    assert_eq!(
        (&*joint["units"], &*joint["coders"], &*joint["unit"]),
        ("2", "2", "span")
    );
    assert!(
        joint["note"].contains("1 texts left out: not every coder saw them"),
        "{joint:?}"
    );
    assert!(joint["note"].contains("counts as having seen it"));
    // What is pay is money, too.
    let prevalence =
        |code: &str| number(&row(&out, "prevalence", &format!("code:{code}"))["value"]);
    assert!(prevalence("money") > prevalence("pay"));
    assert!(!out.contains("code:old-pay"));
    let pay = row(&out, "cohen-kappa", "code:pay");
    assert!(pay["convention"].starts_with("code with its subcodes against the rest"));
    let top = desk.ok("coders agreement --format csv --level 1");
    assert!(top.contains("code:money") && !top.contains("code:pay"));
}

#[test]
fn units_of_the_texts_are_rated_by_whoever_saw_them() {
    let desk = coded_by_two();
    for unit in ["sentence", "turn", "interview"] {
        let out = desk.ok(&format!("coders agreement --unit {unit} --format csv"));
        let alpha = row(&out, "krippendorff-alpha", "overall");
        assert_eq!(alpha["unit"], unit);
        assert!(alpha["convention"].contains("metric masi"), "{alpha:?}");
        assert!(alpha["note"].contains("sets of codes: the"), "{alpha:?}");
        let water = row(&out, "positive-agreement", "code:water");
        assert_eq!(water["value"], "0");
    }
    let interviews = desk.ok("coders agreement --unit interview --format csv");
    let pay = row(&interviews, "percent", "code:pay");
    assert_eq!((&*pay["value"], &*pay["units"]), ("1", "2"));
    assert_eq!(row(&interviews, "percent", "code:water")["value"], "0.5");
}

#[test]
fn differences_say_who_put_what_where() {
    let desk = coded_by_two();
    let found = desk.items("coders diff");
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(
        (&found[0]["interview"], &found[0]["kind"]),
        (&"I-01".into(), &"ends".into())
    );
    let water = found.iter().find(|one| one["code"] == "water").unwrap();
    assert_eq!(water["kind"], "missing");
    assert_eq!(water["not_by"], serde_json::json!(["ben"]));
    assert_eq!(water["instead"], serde_json::json!(["ben: money"]));
    assert_eq!(water["quote"], "it is low");
    assert_eq!(desk.items("coders diff --interview I-01").len(), 1);
    assert!(desk.items("coders diff --coder ana").is_empty());
    let cells = desk.items("coders diff --confusion");
    let cell = cells.iter().find(|one| one["code_a"] == "water").unwrap();
    assert_eq!(
        (&cell["code_b"], &cell["characters"]),
        (&"money".into(), &9.into())
    );
    assert!(
        cells
            .iter()
            .any(|one| one["code_a"].is_null() && one["code_b"].is_null())
    );
}

#[test]
fn a_study_refuses_what_it_cannot_compare() {
    let desk = coded_by_two();
    for (line, code) in [
        ("coders agreement --coder bem", 2),
        ("coders agreement --metric interval", 2),
        ("coders agreement --weights linear", 2),
        ("coders agreement --level 0", 2),
        ("coders agreement --ratings r.csv --unit turn", 2),
        ("coders diff --interview I-9", 2),
    ] {
        let refused = desk.run(line);
        assert_eq!(refused.code, code, "{line}: {}", refused.err);
        assert!(refused.out.is_empty());
    }
    let alone = desk.ok("coders agreement --coder ana --format csv");
    assert!(alone.contains("undefined: no pairs"));
}
