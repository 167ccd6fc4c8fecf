/// Text that may stand in a page: nothing in it is read as a tag, every character is one that XML allows, and no line breaks before a per cent sign.
enum Markup {
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%" where result.last == " ":
                result.removeLast()
                result += "\u{A0}%"
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(isPlain(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return result
    }

    /// Neither a control character nor one that turns the direction of the text behind it.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD: true
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE...0xFFFF: false
        default: true
        }
    }
}
