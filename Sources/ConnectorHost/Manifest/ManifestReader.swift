import Core

/// Reads members of a manifest and gathers faults. A member with a fault reads as something empty; the manifest is refused in the end.
struct ManifestReader {
    let document: JSON
    private let base: String
    var faults: [Problem.Fault] = []

    init(_ document: JSON, at base: String = "") {
        self.document = document
        self.base = base
        if document.members == nil { faults.append(Problem.Fault(pointer: base, code: "type", detail: "must be an object")) }
    }

    mutating func fault(_ name: String, _ code: String, _ detail: String) {
        faults.append(Problem.Fault(pointer: "\(base)/\(name)", code: code, detail: detail))
    }

    mutating func text(_ name: String, pattern: (String) -> Bool = { _ in true }, rule: String = "") -> String {
        if let text = optionalText(name, pattern: pattern, rule: rule) { return text }
        if document[name] == nil || document[name] == .null { fault(name, "required", "is missing") }
        return ""
    }

    mutating func optionalText(_ name: String, pattern: (String) -> Bool = { _ in true }, rule: String = "") -> String? {
        guard let value = document[name], !value.isNull else { return nil }
        guard let text = value.string, !text.isEmpty, text.utf8.count <= 1_000 else {
            fault(name, "type", "must be a text of 1 to 1000 bytes")
            return nil
        }
        guard pattern(text) else {
            fault(name, "pattern", rule)
            return nil
        }
        return text
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>, default value: Int? = nil) -> Int {
        guard let found = document[name] else {
            if value == nil { fault(name, "required", "is missing") }
            return value ?? range.lowerBound
        }
        guard let number = found.integer, let number = Int(exactly: number), range.contains(number) else {
            fault(name, "range", "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return value ?? range.lowerBound
        }
        return number
    }

    /// False unless it is said.
    mutating func flag(_ name: String) -> Bool {
        guard let value = document[name] else { return false }
        if let flag = value.bool { return flag }
        fault(name, "type", "must be true or false")
        return false
    }

    mutating func version(_ name: String) -> SemanticVersion {
        let text = text(name)
        if let version = SemanticVersion(text) { return version }
        if !text.isEmpty { fault(name, "pattern", "must be a semantic version such as 1.0.0") }
        return SemanticVersion("0.0.0") ?? Self.nothing
    }

    private static var nothing: SemanticVersion { preconditionFailure("0.0.0 is a version") }

    mutating func choice(_ name: String, of words: [String], default word: String? = nil) -> String {
        guard document[name] != nil || word == nil else { return word ?? "" }
        return text(name, pattern: words.contains, rule: "must be one of \(words.joined(separator: ", "))")
    }

    mutating func texts(_ name: String) -> [String] {
        guard let value = document[name], !value.isNull else { return [] }
        guard let items = value.array else {
            fault(name, "type", "must be an array of texts")
            return []
        }
        return items.enumerated().compactMap { index, item in
            if let text = item.string, !text.isEmpty { return text }
            fault("\(name)/\(index)", "type", "must be a text")
            return nil
        }
    }

    /// Reads each element of an array of objects.
    mutating func list<Element>(_ name: String, isRequired: Bool = false, _ read: (inout ManifestReader) -> Element) -> [Element] {
        guard let value = document[name], !value.isNull else {
            if isRequired { fault(name, "required", "is missing") }
            return []
        }
        guard let items = value.array else {
            fault(name, "type", "must be an array of objects")
            return []
        }
        return items.enumerated().map { index, item in
            var reader = ManifestReader(item, at: "\(base)/\(name)/\(index)")
            defer { faults += reader.faults }
            return read(&reader)
        }
    }
}
