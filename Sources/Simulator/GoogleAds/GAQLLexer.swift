/// The words of a query.
enum GAQLToken: Sendable, Hashable {
    /// A keyword or the name of a field.
    case word(String)
    case text(String)
    case number(String)
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`, `(`, `)` or `,`.
    case sign(String)
}

/// Cuts a query into words.
enum GAQLLexer {
    static func tokens(of text: String) throws(GoogleAdsError) -> [GAQLToken] {
        var tokens: [GAQLToken] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first == "'" || first == "\"" {
                tokens.append(.text(try quoted(&rest)))
            } else if first.isNumber || first == "-" {
                tokens.append(.number(take(&rest) { $0.isNumber || $0 == "-" || $0 == "." }))
            } else if first.isLetter || first == "_" {
                tokens.append(.word(take(&rest) { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }))
            } else {
                tokens.append(.sign(try sign(&rest)))
            }
        }
        return tokens
    }

    private static func take(_ rest: inout Substring, while fits: (Character) -> Bool) -> String {
        let taken = rest.prefix(while: fits)
        rest = rest.dropFirst(taken.count)
        return String(taken)
    }

    private static func quoted(_ rest: inout Substring) throws(GoogleAdsError) -> String {
        let mark = rest.removeFirst()
        var text = ""
        while let next = rest.popFirst() {
            if next == mark { return text }
            if next.isNewline { throw .query("PROHIBITED_NEWLINE_IN_STRING", "Error in query: a string has a line break.") }
            if next == "\\" {
                guard let escaped = rest.popFirst(), "'\"\\[]%_".contains(escaped) else {
                    throw .query("BAD_ESCAPE_SEQUENCE", "Error in query: invalid escape sequence.")
                }
                text.append(escaped)
            } else {
                text.append(next)
            }
        }
        throw .query("STRING_NOT_TERMINATED", "Error in query: string not terminated.")
    }

    private static func sign(_ rest: inout Substring) throws(GoogleAdsError) -> String {
        for sign in ["!=", "<=", ">=", "=", "<", ">", "(", ")", ","] where rest.hasPrefix(sign) {
            rest = rest.dropFirst(sign.count)
            return sign
        }
        throw .query("BAD_SYMBOL", "Error in query: unexpected input \(rest.first.map { String($0) } ?? "").")
    }
}
