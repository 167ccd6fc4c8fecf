/// What an ELF shared library says about itself, read without loading it. Layout: System V ABI, "Object Files" and "Dynamic Linking" (ELF-64,
/// little-endian). Every offset comes from the file and is checked before it is followed.
package struct ELFImage: Sendable, Hashable {
    /// Names as in the kernel's and `uname`'s.
    package let machine: String
    /// The libraries it needs (DT_NEEDED), in order.
    package let needed: [String]
    /// Whether it exports the function or variable that was asked for.
    package let hasEntry: Bool

    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    #if arch(x86_64)
    package static let thisMachine = "x86_64"
    #elseif arch(arm64)
    package static let thisMachine = "aarch64"
    #else
    package static let thisMachine = "another machine"
    #endif

    package init(_ bytes: [UInt8], entry: String) throws(Fault) {
        let result: Result<ELFImage, Fault> = bytes.withUnsafeBytes { bytes in
            do throws(Fault) { return .success(try ELFImage(bytes, entry: entry)) } catch { return .failure(error) }
        }
        self = try result.get()
    }

    init(_ bytes: UnsafeRawBufferPointer, entry: String) throws(Fault) {
        let file = Reader(bytes: bytes)
        guard bytes.count >= 64, bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else { throw Fault(description: "not an ELF file") }
        guard bytes[4] == 2, bytes[5] == 1 else { throw Fault(description: "not 64 bits, little-endian") }
        guard try file.integer(16, 2) == 3 else { throw Fault(description: "not a shared object") }
        machine = Self.name(ofMachine: try file.integer(18, 2))
        let sections = try Self.sections(file)
        needed = try Self.needed(file, sections)
        hasEntry = try Self.exports(entry, file, sections)
    }

    private static func exports(_ name: String, _ file: Reader, _ sections: [Section]) throws(Fault) -> Bool {
        let (entries, strings) = try table(11, sections)
        let wanted = Array(name.utf8) + [0]
        for index in 0..<(entries.size / 24) {
            let start = entries.offset + index * 24
            let information = try file.integer(start + 4, 1)
            let isDefined = try file.integer(start + 6, 2) != 0
            // Global or weak, default visibility or protected: what `dlsym` finds.
            guard isDefined, information >> 4 == 1 || information >> 4 == 2, try file.integer(start + 5, 1) & 3 != 2 else { continue }
            if try file.holds(wanted, strings.offset, strings.size, try file.integer(start, 4)) { return true }
        }
        return false
    }

    private static func name(ofMachine number: Int) -> String {
        switch number {
        case 62: "x86_64"
        case 183: "aarch64"
        default: "machine \(number)"
        }
    }

    private struct Section {
        let type: Int
        let offset: Int
        let size: Int
        let link: Int
    }

    private static func sections(_ file: Reader) throws(Fault) -> [Section] {
        let offset = try file.integer(40, 8)
        let size = try file.integer(58, 2)
        let count = try file.integer(60, 2)
        guard size == 64, count > 0 else { throw Fault(description: "it has no section table") }
        var sections: [Section] = []
        for index in 0..<count {
            let start = offset + index * size
            sections.append(
                Section(
                    type: try file.integer(start + 4, 4), offset: try file.integer(start + 24, 8), size: try file.integer(start + 32, 8),
                    link: try file.integer(start + 40, 4)))
        }
        return sections
    }

    /// The first section of a type (11 dynamic symbols, 6 dynamic linking) and the strings it refers to.
    private static func table(_ type: Int, _ sections: [Section]) throws(Fault) -> (entries: Section, strings: Section) {
        guard let entries = sections.first(where: { $0.type == type }), sections.indices.contains(entries.link) else {
            throw Fault(description: "it has no dynamic section or symbols")
        }
        return (entries, sections[entries.link])
    }

    private static func needed(_ file: Reader, _ sections: [Section]) throws(Fault) -> [String] {
        let (entries, strings) = try table(6, sections)
        var names: [String] = []
        for index in 0..<(entries.size / 16) {
            let tag = try file.integer(entries.offset + index * 16, 8)
            if tag == 0 { break }
            if tag == 1 { names.append(try file.text(strings.offset, strings.size, try file.integer(entries.offset + index * 16 + 8, 8))) }
        }
        return names
    }

    private struct Reader {
        let bytes: UnsafeRawBufferPointer

        func integer(_ offset: Int, _ size: Int) throws(Fault) -> Int {
            guard offset >= 0, offset <= bytes.count - size else { throw Fault(description: "it points outside itself") }
            var value: UInt64 = 0
            for index in (0..<size).reversed() { value = value << 8 | UInt64(bytes[offset + index]) }
            // Half the range is far beyond any file, and keeps the sums that follow from overflowing.
            guard value < 1 << 62 else { throw Fault(description: "it points outside itself") }
            return Int(value)
        }

        func text(_ table: Int, _ size: Int, _ offset: Int) throws(Fault) -> String {
            String(decoding: try rest(table, size, offset).prefix { $0 != 0 }, as: UTF8.self)
        }

        /// Whether the string there is `wanted`, which ends in its zero.
        func holds(_ wanted: [UInt8], _ table: Int, _ size: Int, _ offset: Int) throws(Fault) -> Bool {
            try rest(table, size, offset).starts(with: wanted)
        }

        private func rest(_ table: Int, _ size: Int, _ offset: Int) throws(Fault) -> Slice<UnsafeRawBufferPointer> {
            guard offset >= 0, offset < size, size <= bytes.count, table >= 0, table <= bytes.count - size else {
                throw Fault(description: "it points outside itself")
            }
            return bytes[(table + offset)..<(table + size)]
        }
    }
}
