import Testing

@testable import Workbench

@Suite struct CodeBookTests {
    private func codes(_ texts: [String], _ book: inout CodeBook) -> [UInt32] {
        texts.map { text in Array(text.utf8).withUnsafeBufferPointer { book.code($0) } }
    }

    @Test func `Texts have codes in the order of first sight`() {
        var book = CodeBook()

        #expect(codes(["tv", "search", "tv", "", "search", "", "tv "], &book) == [0, 1, 0, 2, 1, 2, 3])

        #expect(book.names == ["tv", "search", "", "tv "])
        #expect(book.code(of: "search") == 1 && book.code(of: "radio") == 4 && book.count == 5)
        #expect(book.withBytes(1) { String(decoding: $0, as: UTF8.self) } == "search")
    }

    @Test func `Many texts are told apart, however alike`() {
        let texts = (0..<50_000).map { "customer-\($0 % 7)-\($0)" } + (0..<300).map { String(repeating: "x", count: $0) }
        var book = CodeBook()
        let first = codes(texts, &book)

        #expect(first == (0..<UInt32(texts.count)).map { $0 })
        #expect(codes(texts.reversed(), &book) == first.reversed())
        #expect(book.names == texts)
    }
}
