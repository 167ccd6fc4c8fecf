import Core

/// Reads the object of a control row; each fault names the control and the member.
struct ControlReader {
    private let control: String
    private let members: [JSON.Member]
    private var known: Set<String> = []

    init(_ json: JSON, _ control: String) throws(RowFault) {
        guard let members = json.members else { throw RowFault(field: control, reason: "it has to be an object") }
        self.control = control
        self.members = members
    }

    /// A platform's own id.
    mutating func id(_ name: String) throws(RowFault) -> String {
        guard let text = value(name)?.string, (1...200).contains(text.utf8.count) else {
            throw fault("\(name) is needed, as a text of 1 to 200 bytes")
        }
        return text
    }

    mutating func word(_ name: String, _ words: [String]) throws(RowFault) -> String {
        guard let text = value(name)?.string, words.contains(text) else {
            throw fault("\(name) is needed, as one of \(words.joined(separator: ", "))")
        }
        return text
    }

    mutating func optionalText(_ name: String) throws(RowFault) -> String? {
        guard let value = value(name), !value.isNull else { return nil }
        guard let text = value.string else { throw fault("\(name) has to be a text") }
        return text
    }

    mutating func day(_ name: String) throws(RowFault) -> Day {
        guard let day = value(name)?.string.flatMap({ Day($0) }) else { throw fault("\(name) is needed, as a date") }
        return day
    }

    /// - Throws: where a member was not asked for.
    func end() throws(RowFault) {
        guard let stranger = members.first(where: { !known.contains($0.name) }) else { return }
        throw fault("it knows no member \(stranger.name)")
    }

    private mutating func value(_ name: String) -> JSON? {
        known.insert(name)
        return members.first { $0.name == name }?.value
    }

    private func fault(_ reason: String) -> RowFault { RowFault(field: control, reason: reason) }
}
