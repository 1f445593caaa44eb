//! The names of months, in the spellings people write, as data.
//!
//! It knows no calendar arithmetic. What a stranger would get wrong: every spelling stands here as
//! [`name_key`] folds it (no spaces, hyphens, apostrophes or vowel signs, one form of each Arabic
//! letter), so add a spelling in that form; a test holds the table to it. A reader of Pashto, Dari
//! and Uzbek is to review it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::calendar::Calendar;

const GREGORIAN_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const SOLAR_NAMES: [&str; 12] = [
    "Hamal", "Sawr", "Jawza", "Saratan", "Asad", "Sunbula", "Mizan", "Aqrab", "Qaws", "Jadi",
    "Dalw", "Hut",
];

const LUNAR_NAMES: [&str; 12] = [
    "Muharram",
    "Safar",
    "Rabi al-Awwal",
    "Rabi al-Thani",
    "Jumada al-Ula",
    "Jumada al-Thani",
    "Rajab",
    "Shaban",
    "Ramadan",
    "Shawwal",
    "Dhu al-Qada",
    "Dhu al-Hijja",
];

/// Dari, Pashto and Iranian names: Arabic script first, then Latin.
const SOLAR_SPELLINGS: [&str; 12] = [
    "حمل وری فروردین hamal hamel wray wrey wrai wary wari farvardin farwardin",
    "ثور غویی غوایی اردیبهشت sawr saur sowr sour sawer thawr thaur ghwayay ghwayai ghwayi ghoyay ghwaye ordibehesht urdibihisht ordibehest ardibehesht ordibihisht",
    "جوزا غبرگولی خرداد jawza jauza jowza jouza jawzah jauzah jaoza ghbargolay ghbargoly ghbargolai ghbargole ghbergolay khordad khurdad",
    "سرطان چنگاښ تیر saratan sartan sarataan chungash changash chingash chungakh changakh chungax tir teer",
    "اسد زمری مرداد امرداد asad assad zmaray zmary zmarai zmarey mordad murdad amordad",
    "سنبله سنبلی وږی شهریور sunbula sonbola sunbola sonbula sunbulah sonbolah sumbula sumbola sunbala sumbulah sonboleh wazhay wazhai wagay wogay wagai shahrivar shahriwar shahrewar",
    "میزان تله مهر mizan meezan mezan mizaan tala tela təla tla mehr mihr",
    "عقرب لړم ابان aqrab aqrb akrab aqrap larham laram lrham larum lram larem aban abaan",
    "قوس لیندی اذر qaws qaus qows qous qaos kaws lindai linday lindey lendai lenday lindi azar",
    "جدی مرغومی دی jadi jady jaddi jadee jadai jadi jaday marghumay marghumai marghomay marghomai dey dai",
    "دلو سلواغه بهمن dalw dalwa dalv dalwe dalow daluw dalu dalve salwagha salwaghah salwaghe bahman",
    "حوت کب اسفند hut hoot hout hot kab kub esfand isfand",
];

/// Arabic script first, then Latin.
const LUNAR_SPELLINGS: [&str; 12] = [
    "محرم محرمالحرام muharram moharram muharam moharam muharramalharam",
    "صفر صفرالمظفر safar safer",
    "ربیعالاول ربیعاول ربیعالاولی rabialawwal rabialawal rabiulawwal rabiulawal rabiawwal rabiawal rabialaula rabii rabiolavval rabialula rabiealawal",
    "ربیعالثانی ربیعثانی ربیعالاخر rabialthani rabiulthani rabialakhir rabialakhar rabiulakhir rabithani rabiii rabiussani rabiulsani rabialsani rabiaththani rabialthany rabiosani",
    "جمادیالاول جمادیالاولی جمادیاول جمادالاول jumadaalula jumadaalawwal jumadaalawal jumadaaloola jumadialawwal jumadialawal jumadialula jumadiulawwal jumadiulawal jumadalula jumadalawwal jumadai jumadii jumadaula jamadialawwal jamadiulawwal jamadiulawal",
    "جمادیالثانی جمادیالثانیه جمادیثانی جمادیالاخر جمادیالاخره جمادیالاخری jumadaalthani jumadaalthaniya jumadaalthaniyah jumadaalakhira jumadaalakhirah jumadaalakhir jumadialthani jumadiulthani jumadiussani jumadialsani jumadialakhir jumadiulakhir jumadalthani jumadalakhira jumadaii jumadiii jumadathani jumadaaththaniya jamadiussani jamadialthani",
    "رجب رجبالمرجب rajab rajabalmurajjab",
    "شعبان شعبانالمعظم shaban shaaban shabaan shabanalmuazzam",
    "رمضان رمضانالمبارک ramadan ramadaan ramazan ramadhan ramzan ramazaan ramadanalmubarak",
    "شوال شوالالمکرم shawwal shawal shaval shavval showwal",
    "ذوالقعده ذیالقعده ذیقعده ذوقعده dhualqada dhualqadah dhualqaada dhualqida dhualqidah dhulqada dhulqadah dhulqida dhulqidah dhulqaada dhilqada dhiqada zulqada zulqadah zulqida zulqaada zilqada zilqad ziqada ziqadah zelqadeh ziqad",
    "ذوالحجه ذیالحجه ذیحجه ذوحجه dhualhijja dhualhijjah dhualhija dhulhijja dhulhijjah dhulhija dhilhijja dhihijja zulhijja zulhijjah zulhija zilhijja zilhijjah zilhajj zilhaj zulhajj zulhaj zihajja zihijja zelhajjeh",
];

/// Returns the number (1–12) of a month of the calendar from one of its spellings in any script, or
/// nothing for a name the calendar does not have.
///
/// Gregorian months are written as numbers in EDTF, so the Gregorian calendar has no names here.
pub(crate) fn month_of_name(calendar: Calendar, name: &str) -> Option<u8> {
    let spellings = match calendar {
        Calendar::Gregorian => return None,
        Calendar::SolarHijri => &SOLAR_SPELLINGS,
        Calendar::LunarHijri => &LUNAR_SPELLINGS,
    };
    let key = name_key(name);
    let has_name = |line: &str| line.split(' ').any(|spelling| spelling == key);
    (1..)
        .zip(spellings)
        .find_map(|(month, line)| has_name(line).then_some(month))
}

/// Returns the twelve names of the calendar's months as messages write them.
pub(crate) fn month_names(calendar: Calendar) -> &'static [&'static str; 12] {
    match calendar {
        Calendar::Gregorian => &GREGORIAN_NAMES,
        Calendar::SolarHijri => &SOLAR_NAMES,
        Calendar::LunarHijri => &LUNAR_NAMES,
    }
}

/// Folds a name to its letters: lower case, without marks, spaces and apostrophes, with one form of
/// each Arabic letter that is written in several.
fn name_key(name: &str) -> String {
    name.nfkd()
        .filter(|letter| !is_combining_mark(*letter) && letter.is_alphabetic())
        .flat_map(char::to_lowercase)
        .filter_map(fold_letter)
        .collect()
}

fn fold_letter(letter: char) -> Option<char> {
    match letter {
        // Tatweel and the modifier letters used for ʿayn and hamza.
        '\u{0640}' | '\u{02B9}'..='\u{02C1}' | 'ء' => None,
        'ي' | 'ى' | 'ې' | 'ۍ' => Some('ی'),
        'ك' => Some('ک'),
        'ګ' => Some('گ'),
        'ة' | 'ە' => Some('ه'),
        letter => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn solar(name: &str) -> Option<u8> {
        month_of_name(Calendar::SolarHijri, name)
    }

    fn lunar(name: &str) -> Option<u8> {
        month_of_name(Calendar::LunarHijri, name)
    }

    #[test]
    fn names_of_no_month_of_the_calendar_are_refused() {
        assert_eq!(solar("Muharram"), None);
        assert_eq!(lunar("Asad"), None);
        assert_eq!(solar(""), None);
        assert_eq!(solar("  - "), None);
        assert_eq!(month_of_name(Calendar::Gregorian, "August"), None);
    }

    #[test]
    fn every_spelling_is_folded_and_names_one_month() {
        for spellings in [&SOLAR_SPELLINGS, &LUNAR_SPELLINGS] {
            let mut month_by_name = HashMap::new();
            for (month, line) in spellings.iter().enumerate() {
                for name in line.split(' ') {
                    assert_eq!(name_key(name), name);
                    assert_eq!(*month_by_name.entry(name).or_insert(month), month, "{name}");
                }
            }
        }
    }

    #[test]
    fn names_shown_in_messages_are_read() {
        for calendar in [Calendar::SolarHijri, Calendar::LunarHijri] {
            for (month, name) in (1..).zip(month_names(calendar)) {
                assert_eq!(month_of_name(calendar, name), Some(month), "{name}");
            }
        }
    }

    #[test]
    fn spellings_meet_in_one_key() {
        for (name, month) in [
            ("حَمَل", 1),
            ("وری", 1),
            ("غويى", 2),
            ("غبرګولی", 3),
            ("چنګاښ", 4),
            ("زمرى", 5),
            ("آبان", 8),
            ("آذر", 9),
            ("ليندۍ", 9),
            ("كب", 12),
            ("Qaws", 9),
            ("ʿAqrab", 8),
            ("Jawzā", 3),
        ] {
            assert_eq!(solar(name), Some(month), "{name}");
        }
        for (name, month) in [
            ("ربيع الأول", 3),
            ("جمادى الآخرة", 6),
            ("ذو القعدة", 11),
            ("ذی‌الحجه", 12),
            ("Dhū al-Ḥijja", 12),
            ("Rabi' I", 3),
            ("Rabi' II", 4),
            ("Ramaḍān", 9),
        ] {
            assert_eq!(lunar(name), Some(month), "{name}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(name in "\\PC{0,30}") {
            let key = name_key(&name);
            prop_assert_eq!(name_key(&key), key.clone());
        }
    }
}
