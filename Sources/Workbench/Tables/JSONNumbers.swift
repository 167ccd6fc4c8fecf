package import Core

extension JSON {
    /// A number at full precision; null for what is none.
    package static func double(_ value: Double) -> JSON { value.isFinite ? .number(NumberText.exact(value)) : .null }
    /// A number, or null.
    package static func double(_ value: Double?) -> JSON { value.map { .double($0) } ?? .null }
    package static func doubles(_ values: some Sequence<Double>) -> JSON { .array(values.map { .double($0) }) }
    package static func strings(_ values: some Sequence<String>) -> JSON { .array(values.map { .string($0) }) }

    /// Reads a JSON file.
    /// - Throws: `TableFault` for a file that can not be read or is no JSON.
    package static func file(_ path: String) throws -> JSON {
        let bytes = try WholeFile.read(path)
        do { return try JSON(parsing: bytes, limits: .trusted) } catch {
            throw TableFault(file: path, "The file is no JSON: \(error).")
        }
    }
}
