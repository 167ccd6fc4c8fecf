import Glibc

/// One file of the migrations folder: `NNNN_name.sql`.
struct MigrationFile: Sendable, Hashable {
    let name: String
    let text: String

    /// All files of the folder in the order of their numbers.
    /// - Throws: `MigrationError` when the folder or a file can not be read, a name has no such shape, or a number stands twice.
    static func all(in directory: String) throws(MigrationError) -> [MigrationFile] {
        guard let folder = opendir(directory) else { throw .unreadable(directory) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
            if name.hasSuffix(".sql") { names.append(name) }
        }
        names.sort()
        for (index, name) in names.enumerated() {
            guard isWellNamed(name) else { throw .malformedName(name) }
            if index > 0, names[index - 1].prefix(4) == name.prefix(4) { throw .duplicateNumber(name) }
        }
        var files: [MigrationFile] = []
        for name in names { files.append(MigrationFile(name: String(name.dropLast(4)), text: try read("\(directory)/\(name)"))) }
        return files
    }

    private static func isWellNamed(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        return bytes.count > 9 && bytes[..<4].allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } && bytes[4] == UInt8(ascii: "_")
    }

    private static func read(_ path: String) throws(MigrationError) -> String {
        guard let file = fopen(path, "r") else { throw .unreadable(path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&piece, 1, piece.count, file), count > 0 { bytes += piece[..<count] }
        guard ferror(file) == 0, let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else { throw .unreadable(path) }
        return text
    }
}

/// Why migrations can not go on.
package enum MigrationError: Error, Sendable, Hashable, CustomStringConvertible {
    case unreadable(String)
    case malformedName(String)
    case duplicateNumber(String)
    /// Applied, but the file says something else now.
    case changed([String])
    /// Applied, but there is no file.
    case missing([String])
    /// Not applied, although a later one is.
    case outOfOrder([String])
    /// A file failed; nothing of it stays.
    case failed(name: String, PostgresError)

    package var description: String {
        switch self {
        case .unreadable(let path): "can not read \(path)"
        case .malformedName(let name): "\(name): a migration is named NNNN_name.sql"
        case .duplicateNumber(let name): "\(name): the number stands twice"
        case .changed(let names): "applied already, but changed since: \(names.joined(separator: ", ")). Write a new migration instead"
        case .missing(let names): "applied already, but the file is gone: \(names.joined(separator: ", "))"
        case .outOfOrder(let names): "not applied, but a later one is: \(names.joined(separator: ", "))"
        case .failed(let name, let error): "\(name) failed and was rolled back: \(error.debugDescription)"
        }
    }
}
