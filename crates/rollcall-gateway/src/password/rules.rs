//! Which new passwords are taken.
//!
//! The rule is that of today's standards (NIST SP 800-63B, OWASP ASVS 5.0 V6.2): a length, and no password that
//! attackers try first; no demand for digits or capitals, which only moves people to `Password1!`. It applies to new
//! passwords; existing ones stay valid.

use super::PasswordError;

/// The shortest password that is taken, in characters.
pub const MIN_PASSWORD: usize = 8;
/// How many different characters there must be.
const DIFFERENT: usize = 4;

/// The passwords that attackers try first, of those that are long enough; in small letters, and without the digits and
/// marks that may stand behind them.
const COMMON: &str = "
password passwort passw0rd p@ssword p@ssw0rd pa$$word pa$$w0rd passwords passphrase password1password mypassword
mypasswort nopassword newpassword secretpassword changeme changeit changethis change_me letmein letmeinnow welcome
welcomeback administrator adminadmin admin@admin administrador rootroot toortoor useruser username testtest testing
testuser guestguest default defaultpassword operator engineer supervisor maintenance ignition inductive
inductiveautomation rollcall gateway scadascada automation controlroom qwertyui qwertyuiop qwertzui qwertzuiop qwerty
qwertz azertyui azertyuiop asdfghjk asdfghjkl asdfasdf zxcvbnm yxcvbnm qweasdzxc qazwsxedc qazwsx qwerasdf qweqweqwe
asdasdasd zaqxswcde poiuytrewq lkjhgfdsa mnbvcxz q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6z
1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 zaq12wsx qwe123qwe 123qweasd 123qweasdzxc 123qwe123 qwert123 abcd1234
a1b2c3d4 abc123abc 1a2b3c4d aa123456 123456aa 12345678 123456789 1234567890 12345678910 0123456789 123456789a
12345678a 1234567a 987654321 9876543210 87654321 0987654321 123123123 123454321 147258369 147852369 159357456
789456123 741852963 963852741 123321123 11223344 1122334455 112233445566 12341234 12344321 43214321 13579246 24681357
31415926 314159265 27182818 19841984 20202020 20242024 abcdefgh abcdefghi abcdefghij abcdabcd aabbccdd iloveyou
iloveyouu ilovemyself sunshine princess football baseball basketball softball superman spiderman batman starwars
startrek trustno trustnoone whatever computer internet keyboard michelle jennifer jessica jonathan alexander alexandra
elizabeth victoria veronica samantha charlotte christian christina christopher benjamin danielle maverick mercedes
corvette mustang porsche ferrari einstein napoleon scorpion scorpio dragonfly dragonball butterfly chocolate
cheesecake blueberry strawberry snowball rainbow universe midnight lovelove loveyou lovers babygirl beautiful forever
friends friendship freedom happiness hellohello hello helloworld goodluck liverpool chelsea arsenal manchester
barcelona realmadrid juventus borussia bayernmunich schalke dortmund hamburg deutschland berlin muenchen osterreich
schweiz schatz schatzi hallohallo hallo geheim geheimnis sommer winter fruehling herbst ichliebedich fussball
lieblings computer1 september november december dezember october oktober february februar january januar summer spring
autumn monday freitag pokemon nintendo playstation minecraft matrix metallica nirvana slipknot godzilla jordan
jordan23 ronaldo cristiano blink182 bond007 jamesbond secret secrets topsecret security access accessgranted master
masterkey mastermind monkey monkeys dragon dragons shadow shadows killer hunter ranger soccer hockey tigger purple
orange silver golden diamond platinum qwerty123qwerty correcthorsebatterystaple
";

/// Whether a password may be set for a user.
///
/// # Errors
/// The mistake in it, for the person who chose it.
pub fn check(username: &str, password: &str) -> Result<(), PasswordError> {
    let refuse = |why| Err(PasswordError::Refused(why));
    if password.is_empty() {
        return refuse("a password must not be empty");
    }
    if password.chars().count() < MIN_PASSWORD {
        return refuse("a password needs at least 8 characters; a few words are easier to remember than signs");
    }
    let small = password.to_lowercase();
    let core = small.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    if COMMON.split_whitespace().any(|common| common == small || common == core) {
        return refuse("this password is one of those that everybody tries first; take another");
    }
    let name = username.to_lowercase();
    if !name.is_empty() && (core == name || small == name || small == name.repeat(2)) {
        return refuse("a password must not be the user's name, with digits behind it or without");
    }
    let mut different: Vec<char> = small.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < DIFFERENT {
        return refuse("a password needs at least 4 different characters");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_would_try_is_refused_with_why() {
        let cases = [
            ("", "empty"),
            ("x", "8 characters"),
            ("Tr0ub4d", "8 characters"),
            ("日本語日本語日", "8 characters"),
            ("password", "tries first"),
            ("PassWord", "tries first"),
            ("Password123!", "tries first"),
            ("Sommer2026", "tries first"),
            ("12345678", "tries first"),
            ("changeme", "tries first"),
            ("billy.smith", "name"),
            ("Billy.Smith99", "name"),
            ("billy.smithbilly.smith", "name"),
            ("aaaaaaaaaaaa", "different"),
            ("abababababab", "different"),
        ];
        for (password, why) in cases {
            let error = check("billy.smith", password).expect_err(password).to_string();
            assert!(error.contains(why), "{password}: {error}");
        }
    }

    #[test]
    fn what_is_long_and_nobodys_first_try_is_taken() {
        for password in
            ["correct horse 9", "a new one", "Grüße, 世界", "billy likes cake", "zq7-pm2w", "日本語を話す人々"]
        {
            assert!(check("billy", password).is_ok(), "{password}");
        }
    }

    #[test]
    fn the_list_is_in_small_letters() {
        assert_eq!(COMMON, COMMON.to_lowercase());
    }
}
