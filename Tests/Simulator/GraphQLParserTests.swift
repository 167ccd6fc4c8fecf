import Testing

@testable import Simulator

struct GraphQLParserTests {
    @Test func `A named query with variables is read into its parts`() throws {
        let document = try GraphQLParser.document(
            "query Orders($first: Int! = 5, $ids: [ID!]!) { list: orders(first: $first, open: true) { nodes { id } } }")

        let operation = try #require(document.operations.first)
        #expect(operation.name == "Orders")
        #expect(operation.variables.map(\.name) == ["first", "ids"])
        #expect(operation.variables.map(\.type) == ["Int", "ID"])
        #expect(operation.variables[0].usual == .number("5"))
        guard case .field(let field) = operation.selections[0] else { throw UnexpectedSelection() }
        #expect(field.key == "list")
        #expect(field.name == "orders")
        #expect(field.arguments == [GraphQLArgument(name: "first", value: .variable("first")), GraphQLArgument(name: "open", value: .bool(true))])
    }

    @Test func `Strings lists objects comments and commas are read`() throws {
        let document = try GraphQLParser.document(
            "# note\n{ a(x: \"q\\\"\\u00e4\", y: [1, -2.5e3 , NULLISH], z: {k: null}), b(t: \"\"\"block \"x\" \"\"\") }")

        guard case .field(let first) = document.operations[0].selections[0], case .field(let second) = document.operations[0].selections[1] else {
            throw UnexpectedSelection()
        }
        #expect(first.arguments[0].value == .string("q\"ä"))
        #expect(first.arguments[1].value == .list([.number("1"), .number("-2.5e3"), .enumeration("NULLISH")]))
        #expect(first.arguments[2].value == .object([GraphQLArgument(name: "k", value: .null)]))
        #expect(second.arguments[0].value == .string("block \"x\" "))
    }

    @Test func `Fragments and directives are read`() throws {
        let document = try GraphQLParser.document("{ a @include(if: true) { ...F ... on T @skip(if: false) { b } ... { c } } } fragment F on T { d }")

        #expect(document.fragments["F"]?.condition == "T")
        guard case .field(let field) = document.operations[0].selections[0] else { throw UnexpectedSelection() }
        #expect(field.directives.map(\.name) == ["include"])
        #expect(field.selections.count == 3)
    }

    @Test(arguments: [
        "", "{", "{ }", "{ a(}", "query ( { a }", "{ a } }", "{ \"a\" }", "{ a(b: \"x) }", "{ a(b: %) }", "fragment F on T { a }", "{ a: }",
    ])
    func `A text that is no GraphQL is refused with a place`(text: String) {
        let error = #expect(throws: GraphQLSyntaxError.self) { try GraphQLParser.document(text) }

        #expect(error.map { $0.line >= 1 && $0.column >= 1 } == true)
    }

    @Test func `Nesting without end is refused`() {
        let text = String(repeating: "{ a ", count: 5_000) + String(repeating: "}", count: 5_000)

        #expect(throws: GraphQLSyntaxError.self) { try GraphQLParser.document(text) }
    }

    private struct UnexpectedSelection: Error {}
}
