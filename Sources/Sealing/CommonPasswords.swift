/// The obvious passwords of twelve characters and more. Shorter ones, which make up nearly all published lists, fall to the length rule already.
///
/// The list is made by rule and not copied: words that people choose, with the endings that they choose; words doubled; keyboard rows and digit
/// runs. A password is compared in lower case with the usual letter substitutes undone (`P@ssw0rd` reads `password`), and what repeats a short
/// pattern or only counts up or down is refused without a list.
enum CommonPasswords {
    static func contains(_ password: String) -> Bool {
        let plain = password.lowercased()
        return list.contains(plain) || foldedList.contains(folded(plain)) || isRepetition(plain) || isCount(plain)
    }

    /// Every listed password has twelve characters or more, in lower case.
    static let list: Set<String> = Set((ended + doubled + walks + phrases).filter { $0.count >= 12 })

    private static let foldedList = Set(list.map(folded))

    private static let words = [
        "password", "passwort", "passw0rd", "welcome", "willkommen", "admin", "administrator", "letmein", "qwerty", "qwertz", "azerty", "qwertyuiop",
        "iloveyou",
        "changeme", "secret", "default", "master", "monkey", "dragon", "football", "baseball", "basketball", "superman", "batman", "sunshine",
        "princess",
        "starwars", "computer", "internet", "security", "summer", "winter", "spring", "autumn", "company", "marketing", "tactics", "shopify",
        "facebook", "google",
        "trustno1", "liverpool", "chelsea", "arsenal", "michael", "jennifer", "jordan", "whatever", "business", "testing",
    ]

    private static let endings = [
        "1", "12", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "123!", "1234!", "!", "!!", "!!!", "@123",
        "@1234", "#123", "2020",
        "2021", "2022", "2023", "2024", "2025", "2026", "2027", "2024!", "2025!", "2026!", "2027!", "321", "4321", "54321", "654321", "000", "0000",
        "111", "1111", "abc", "abc123", "qwerty",
    ]

    private static let ended: [String] = words.flatMap { (word: String) -> [String] in
        [word] + endings.map { (ending: String) -> String in word + ending }
    }

    private static let doubled: [String] = words.flatMap { (word: String) -> [String] in
        ["", "_", "-", " "].map { (joint: String) -> String in word + joint + word } + words.map { (other: String) -> String in word + other }
    }

    private static let walks: [String] = {
        let rows = [
            "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
            "qazwsxedcrfvtgbyhnujm", "zaq12wsxcde34rfv", "!qaz@wsx#edc$rfv", "abcdefghijklmnopqrstuvwxyz", "qweasdzxc", "asdfjkl;",
        ]
        let joined: [String] = rows.flatMap { (first: String) -> [String] in rows.map { (second: String) -> String in first + second } }
        let long: [String] = (rows + ["1234567890123456789012345", "qwertyuiopasdfghjklzxcvbnm"]).filter { $0.count >= 12 }
        let starts: [String] = long.flatMap { (row: String) -> [String] in (12...row.count).map { String(row.prefix($0)) } }
        return joined + joined.map { String($0.prefix(12)) } + starts + starts.map { String($0.reversed()) }
    }()

    private static let phrases = [
        "correcthorsebatterystaple", "correct horse battery staple", "letmeinplease", "letmeinnow123", "iloveyousomuch", "iloveyouforever",
        "thisismypassword", "mypassword123", "mypassword1234",
        "passwordispassword", "nopassword123", "newpassword123", "newpassword1", "yourpassword", "temppassword1", "temporary123", "opensesame123",
        "supersecret123", "topsecret1234",
        "secretpassword", "adminadmin123", "rootroot1234", "administrator!", "qwerty123456", "qwerty1234567", "abc123abc123", "abcd1234abcd",
        "a1b2c3d4e5f6", "a1b2c3d4e5f6g7", "1a2b3c4d5e6f",
        "pass1234pass", "test1234test", "testtesttest", "demodemodemo", "useruseruser", "loginlogin123", "hellohello123", "helloworld123",
        "helloworld1234", "ilovemymother",
        "gobucks12345", "yankees12345", "harrypotter1", "harrypotter123", "pokemon12345", "minecraft123", "fortnite1234", "manchesterunited",
        "barcelona123", "realmadrid123",
    ]

    private static func folded(_ text: String) -> String {
        String(text.map { substitutes[$0] ?? $0 })
    }

    private static let substitutes: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "l",
    ]

    /// Whether the text repeats a pattern of one to four characters.
    private static func isRepetition(_ text: String) -> Bool {
        let characters = Array(text)
        return (1...4).contains { period in characters.indices.dropFirst(period).allSatisfy { characters[$0] == characters[$0 - period] } }
    }

    /// Whether each character follows the one before it, up or down, as in `abcdefghijkl` and `210987654321`.
    private static func isCount(_ text: String) -> Bool {
        let values = text.unicodeScalars.map { Int($0.value) }
        let steps = zip(values, values.dropFirst()).map { ($0, $1) }
        return steps.allSatisfy { follows($0.0, $0.1) } || steps.allSatisfy { follows($0.1, $0.0) }
    }

    /// Whether the second scalar comes after the first; 0 comes after 9, as on a keyboard.
    private static func follows(_ first: Int, _ second: Int) -> Bool { second - first == 1 || (first == 57 && second == 48) }
}
