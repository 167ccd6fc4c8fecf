/// An archive as `tar`: the ustar format of POSIX.1-1988, with every field that is not a file's own (owner, time, mode) always the same.
/// Fields of a header, as (offset, length): name 0, 100; mode 100, 8; uid 108, 8; gid 116, 8; size 124, 12; mtime 136, 12; checksum 148, 8; type 156;
/// magic 257, 8; prefix 345, 155.
extension BundleArchive {
    private static let block = 512

    /// Why an archive is not unpacked. Says what and what to do.
    package enum TarFault: Error, Sendable, Hashable, CustomStringConvertible {
        case cut
        case notTar
        case outside(String)
        case notOrdinary(String)
        case twice(String)
        case tooLarge
        case longPath(String)

        package var description: String {
            switch self {
            case .cut: "The archive breaks off. Fetch it again."
            case .notTar: "The archive is no tar of the ustar format. Pack it with `tactics connector pack`."
            case .outside(let path): "The archive holds \"\(path)\", which leads out of the bundle. Do not use it; ask its author."
            case .notOrdinary(let path): "The archive holds \"\(path)\", which is a link or no ordinary file. A bundle holds files and folders only."
            case .twice(let path): "The archive holds \"\(path)\" twice. Pack it again with `tactics connector pack`."
            case .tooLarge:
                "The archive is larger than \(BundleArchive.mostBytes >> 20) MiB when unpacked, has a file of more than "
                    + "\(ConnectorBundle.mostBytes >> 20) MiB, or holds more than \(BundleArchive.mostFiles) files. A connector is smaller; ask its author."
            case .longPath(let path): "The path \"\(path)\" is longer than the 100 bytes that an archive has room for. Shorten it."
            }
        }
    }

    /// The archive's bytes.
    package func tar() throws(TarFault) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(files.reduce(1_024) { $0 + $1.bytes.count + 1_024 })
        for file in files {
            guard file.path.utf8.count <= 100 else { throw .longPath(file.path) }
            bytes += Self.header(file)
            bytes += file.bytes
            bytes += [UInt8](repeating: 0, count: (Self.block - file.bytes.count % Self.block) % Self.block)
        }
        return bytes + [UInt8](repeating: 0, count: 2 * Self.block)
    }

    private static func header(_ file: File) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: String, at offset: Int) { header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8) }
        put(file.path, at: 0)
        put("0000644", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(octal(file.bytes.count, digits: 11), at: 124)
        put("00000000000", at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0 ", at: 148)
        return header
    }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// Reads an archive that comes from outside. Nothing is written anywhere; what is not an ordinary file or a folder inside is refused.
    package init(tar bytes: [UInt8]) throws(TarFault) {
        guard bytes.count <= Self.mostBytes else { throw .tooLarge }
        var files: [File] = []
        var seen: Set<String> = []
        var offset = 0
        while offset + Self.block <= bytes.count {
            let header = bytes[offset..<offset + Self.block]
            offset += Self.block
            if header.allSatisfy({ $0 == 0 }) { break }
            let entry = try Entry(Array(header))
            guard entry.size <= bytes.count - offset else { throw .cut }
            if entry.isFile {
                guard entry.size <= ConnectorBundle.mostBytes, files.count < Self.mostFiles else { throw .tooLarge }
                guard seen.insert(entry.path).inserted else { throw .twice(entry.path) }
                files.append(File(path: entry.path, bytes: Array(bytes[offset..<offset + entry.size])))
            }
            offset += (entry.size + Self.block - 1) / Self.block * Self.block
        }
        guard !files.isEmpty else { throw .notTar }
        self.init(files)
    }

    /// One header, checked.
    private struct Entry {
        let path: String
        let size: Int
        let isFile: Bool

        init(_ header: [UInt8]) throws(TarFault) {
            let sum = header.indices.reduce(0) { $0 + ((148..<156).contains($1) ? 32 : Int(header[$1])) }
            guard Self.text(header, 257, 5) == "ustar", Self.number(header, 148, 8) == sum, let size = Self.number(header, 124, 12) else {
                throw .notTar
            }
            let prefix = Self.text(header, 345, 155)
            let name = (prefix.isEmpty ? "" : prefix + "/") + Self.text(header, 0, 100)
            switch header[156] {
            case 0, UInt8(ascii: "0"): isFile = true
            case UInt8(ascii: "5"): isFile = false
            default: throw .notOrdinary(name)
            }
            let withoutDot = name.hasPrefix("./") ? String(name.dropFirst(2)) : name
            path = isFile ? withoutDot : String(withoutDot.hasSuffix("/") ? withoutDot.dropLast() : withoutDot[...])
            guard Checksums.isInside(path) || (!isFile && ["", "."].contains(path)) else { throw .outside(name) }
            self.size = isFile ? size : 0
        }

        private static func text(_ header: [UInt8], _ offset: Int, _ length: Int) -> String {
            String(decoding: header[offset..<offset + length].prefix { $0 != 0 }, as: UTF8.self)
        }

        private static func number(_ header: [UInt8], _ offset: Int, _ length: Int) -> Int? {
            Int(text(header, offset, length).filter { $0 != " " }, radix: 8).flatMap { $0 >= 0 ? $0 : nil }
        }
    }
}
