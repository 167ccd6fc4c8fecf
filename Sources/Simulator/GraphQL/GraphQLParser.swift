/// Reads the text of a GraphQL request into its parts, by recursive descent.
struct GraphQLParser {
    private let tokens: [GraphQLLexer.Token]
    private var position = 0
    private var depth = 0

    private init(_ tokens: [GraphQLLexer.Token]) { self.tokens = tokens }

    static func document(_ text: String) throws(GraphQLSyntaxError) -> GraphQLDocument {
        var parser = GraphQLParser(try GraphQLLexer.tokens(text))
        var document = GraphQLDocument()
        while parser.token.kind != .end { try parser.definition(into: &document) }
        guard !document.operations.isEmpty else { throw parser.unexpected() }
        return document
    }

    private mutating func definition(into document: inout GraphQLDocument) throws(GraphQLSyntaxError) {
        if token.kind == .mark("{") {
            document.operations.append(GraphQLOperation(kind: .query, name: nil, variables: [], selections: try selections()))
        } else if takes(word: "fragment") {
            let name = try name()
            guard takes(word: "on") else { throw unexpected() }
            let condition = try self.name()
            _ = try directives()
            document.fragments[name] = GraphQLFragment(condition: condition, selections: try selections())
        } else {
            document.operations.append(try operation())
        }
    }

    private mutating func operation() throws(GraphQLSyntaxError) -> GraphQLOperation {
        guard case .name(let word) = token.kind, let kind = GraphQLOperation.Kind(rawValue: word) else { throw unexpected() }
        position += 1
        var name: String?
        if case .name(let given) = token.kind {
            name = given
            position += 1
        }
        let variables = try variables()
        _ = try directives()
        return GraphQLOperation(kind: kind, name: name, variables: variables, selections: try selections())
    }

    private mutating func variables() throws(GraphQLSyntaxError) -> [GraphQLVariable] {
        guard takes("(") else { return [] }
        var found: [GraphQLVariable] = []
        while !takes(")") {
            try expect("$")
            let name = try name()
            try expect(":")
            let (type, isRequired) = try type()
            found.append(GraphQLVariable(name: name, type: type, isRequired: isRequired, usual: takes("=") ? try literal() : nil))
        }
        return found
    }

    private mutating func type() throws(GraphQLSyntaxError) -> (String, isRequired: Bool) {
        let inner: String
        if takes("[") {
            inner = try type().0
            try expect("]")
        } else {
            inner = try name()
        }
        return (inner, takes("!"))
    }

    private mutating func selections() throws(GraphQLSyntaxError) -> [GraphQLSelection] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 32 else { throw GraphQLSyntaxError(message: "Query is nested too deeply", line: token.line, column: token.column) }
        try expect("{")
        var found: [GraphQLSelection] = []
        repeat { found.append(try selection()) } while !takes("}")
        return found
    }

    private mutating func selection() throws(GraphQLSyntaxError) -> GraphQLSelection {
        guard takes("...") else { return .field(try field()) }
        if takes(word: "on") {
            let condition = try name()
            let directives = try directives()
            return .inline(condition: condition, try selections(), directives)
        }
        if case .name(let fragment) = token.kind {
            position += 1
            return .spread(fragment, try directives())
        }
        let directives = try directives()
        return .inline(condition: nil, try selections(), directives)
    }

    private mutating func field() throws(GraphQLSyntaxError) -> GraphQLFieldSelection {
        let (line, column) = (token.line, token.column)
        let first = try name()
        let second = takes(":") ? try name() : nil
        let arguments = takes("(") ? try self.arguments(closing: ")") : []
        let directives = try directives()
        let inner = token.kind == .mark("{") ? try selections() : []
        return GraphQLFieldSelection(
            alias: second == nil ? nil : first, name: second ?? first, arguments: arguments, directives: directives, selections: inner, line: line,
            column: column)
    }

    private mutating func directives() throws(GraphQLSyntaxError) -> [GraphQLDirective] {
        var found: [GraphQLDirective] = []
        while takes("@") { found.append(GraphQLDirective(name: try name(), arguments: takes("(") ? try arguments(closing: ")") : [])) }
        return found
    }

    private mutating func arguments(closing: String) throws(GraphQLSyntaxError) -> [GraphQLArgument] {
        var found: [GraphQLArgument] = []
        while !takes(closing) {
            let name = try name()
            try expect(":")
            found.append(GraphQLArgument(name: name, value: try literal()))
        }
        return found
    }

    private mutating func literal() throws(GraphQLSyntaxError) -> GraphQLLiteral {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 32 else { throw unexpected() }
        let kind = token.kind
        position += 1
        switch kind {
        case .number(let text): return .number(text)
        case .string(let text): return .string(text)
        case .name("true"): return .bool(true)
        case .name("false"): return .bool(false)
        case .name("null"): return .null
        case .name(let word): return .enumeration(word)
        case .mark("$"): return .variable(try name())
        case .mark("{"): return .object(try arguments(closing: "}"))
        case .mark("["):
            var items: [GraphQLLiteral] = []
            while !takes("]") { items.append(try literal()) }
            return .list(items)
        default:
            position -= 1
            throw unexpected()
        }
    }
}

// The tokens.
extension GraphQLParser {
    private var token: GraphQLLexer.Token { tokens[min(position, tokens.count - 1)] }

    private mutating func takes(_ mark: String) -> Bool {
        guard token.kind == .mark(mark) else { return false }
        position += 1
        return true
    }

    private mutating func takes(word: String) -> Bool {
        guard token.kind == .name(word) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ mark: String) throws(GraphQLSyntaxError) {
        guard takes(mark) else { throw unexpected() }
    }

    private mutating func name() throws(GraphQLSyntaxError) -> String {
        guard case .name(let word) = token.kind else { throw unexpected() }
        position += 1
        return word
    }

    private func unexpected() -> GraphQLSyntaxError {
        let text =
            switch token.kind {
            case .end: "end of file"
            case .name(let word): "\"\(word)\""
            case .number(let number): "\"\(number)\""
            case .string(let string): "\"\(string)\""
            case .mark(let mark): "\"\(mark)\""
            }
        return GraphQLSyntaxError(
            message: "syntax error, unexpected \(text) at [\(token.line), \(token.column)]", line: token.line, column: token.column)
    }
}
