import Testing

@testable import Exchange

@Suite struct UploadAssemblyTests {
    @Test func `Bytes come out in pieces of one size, with their digest`() throws {
        var assembly = UploadAssembly(pieceSize: 4)

        let full = try assembly.add(Array("a,b,c\n1,2".utf8))
        let last = try assembly.finish()

        #expect(full.map(\.bytes) == [Array("a,b,".utf8), Array("c\n1,".utf8)])
        #expect(last?.bytes == Array("2".utf8))
        #expect(last?.number == 2)
        #expect(assembly.size == 9)
        #expect(assembly.mediaType == "text/csv")
        #expect(assembly.digest.count == 32)
    }

    @Test func `An empty file has no kind`() throws {
        var assembly = UploadAssembly(pieceSize: 4)

        #expect(try assembly.finish() == nil)
        #expect(assembly.mediaType == nil)
    }

    @Test(arguments: [[0x1F, 0x8B, 8, 0], [0x50, 0x4B, 3, 4, 1], [0x7F, 0x45, 0x4C, 0x46], [0x61, 0, 0x62]] as [[UInt8]])
    func `A file that is no text is refused by its content`(head: [UInt8]) {
        #expect(throws: UploadRefusal.self) { try ContentCheck.mediaType(of: head) }
    }

    @Test func `Fixed-width text is plain text`() throws {
        #expect(try ContentCheck.mediaType(of: Array(" 00001 19970101  1   11.77\r\n".utf8)) == "text/plain")
    }
}
