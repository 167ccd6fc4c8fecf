/// Cuts a GraphQL text into tokens. Commas, spaces and comments mean nothing.
struct GraphQLLexer {
    struct Token: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            case name(String)
            case number(String)
            case string(String)
            /// One of `{ } ( ) [ ] : = ! $ @ ...`
            case mark(String)
            case end
        }

        let kind: Kind
        let line: Int
        let column: Int
    }

    private var rest: Substring.UnicodeScalarView
    private var line = 1
    private var column = 1

    private init(_ text: String) { rest = Substring(text).unicodeScalars }

    static func tokens(_ text: String) throws(GraphQLSyntaxError) -> [Token] {
        var lexer = GraphQLLexer(text)
        var tokens: [Token] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next() throws(GraphQLSyntaxError) -> Token {
        skipIgnored()
        let (line, column) = (line, column)
        func token(_ kind: Token.Kind) -> Token { Token(kind: kind, line: line, column: column) }
        guard let first = rest.first else { return token(.end) }
        if Self.startsName(first) { return token(.name(take { Self.startsName($0) || ("0"..."9").contains($0) })) }
        if first == "-" || ("0"..."9").contains(first) {
            return token(.number(take { ("0"..."9").contains($0) || "-+.eE".unicodeScalars.contains($0) }))
        }
        if first == "\"" { return token(.string(try string())) }
        if rest.starts(with: "...".unicodeScalars) {
            for _ in 0..<3 { advance() }
            return token(.mark("..."))
        }
        guard "{}()[]:=!$@|&".unicodeScalars.contains(first) else { throw fault("Unexpected character \"\(first)\"") }
        advance()
        return token(.mark(String(first)))
    }

    private mutating func skipIgnored() {
        while let first = rest.first {
            if first == "#" {
                while let character = rest.first, character != "\n" { advance() }
            } else if " \t\r\n,\u{FEFF}".unicodeScalars.contains(first) {
                advance()
            } else {
                return
            }
        }
    }

    private mutating func string() throws(GraphQLSyntaxError) -> String {
        if rest.starts(with: "\"\"\"".unicodeScalars) { return try blockString() }
        advance()
        var result = ""
        while let character = rest.first, character != "\n" {
            advance()
            if character == "\"" { return result }
            result.unicodeScalars.append(character == "\\" ? try escape() : character)
        }
        throw fault("Unterminated string")
    }

    private mutating func escape() throws(GraphQLSyntaxError) -> Unicode.Scalar {
        guard let mark = rest.first else { throw fault("Unterminated string") }
        advance()
        switch mark {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "\"", "\\", "/": return mark
        case "u":
            let digits = String(String.UnicodeScalarView(rest.prefix(4)))
            guard digits.count == 4, let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) else { throw fault("Invalid escape") }
            for _ in 0..<4 { advance() }
            return scalar
        default: throw fault("Invalid escape")
        }
    }

    private mutating func blockString() throws(GraphQLSyntaxError) -> String {
        for _ in 0..<3 { advance() }
        var result = ""
        while let character = rest.first {
            if rest.starts(with: "\"\"\"".unicodeScalars) {
                for _ in 0..<3 { advance() }
                return result
            }
            result.unicodeScalars.append(character)
            advance()
        }
        throw fault("Unterminated string")
    }

    private mutating func take(while holds: (Unicode.Scalar) -> Bool) -> String {
        var result = ""
        while let character = rest.first, holds(character) {
            result.unicodeScalars.append(character)
            advance()
        }
        return result
    }

    private mutating func advance() {
        if rest.removeFirst() == "\n" {
            line += 1
            column = 1
        } else {
            column += 1
        }
    }

    private func fault(_ message: String) -> GraphQLSyntaxError { GraphQLSyntaxError(message: message, line: line, column: column) }

    private static func startsName(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }
}
