import Core

/// A platform that changed its answers without telling anybody.
struct SchemaDrift: Sendable {
    enum Change: Sendable {
        /// Every object has one member more.
        case unknownMember
        /// The member is gone everywhere; without a name, every object of a list has lost its last one.
        case missingMember
        /// The member's numbers come as texts; without a name, all numbers do.
        case numberAsText
    }

    let change: Change
    let member: String?

    /// The changed text; anything that is no JSON stays as it is.
    func applied(to body: [UInt8]) -> [UInt8] {
        guard let json = try? JSON(parsing: body, limits: .trusted) else { return body }
        return changed(json, named: nil, isItem: false).encoded()
    }

    private func changed(_ json: JSON, named name: String?, isItem: Bool) -> JSON {
        switch json {
        case .object(let members): .object(changed(members, isItem: isItem))
        case .array(let items): .array(items.map { changed($0, named: name, isItem: true) })
        case .number(let text) where change == .numberAsText && (member == nil || member == name): .string(text)
        default: json
        }
    }

    private func changed(_ members: [JSON.Member], isItem: Bool) -> [JSON.Member] {
        let inner = members.map { JSON.Member($0.name, changed($0.value, named: $0.name, isItem: false)) }
        switch change {
        case .unknownMember: return inner + [JSON.Member(member ?? "simUnknownMember", "new")]
        case .missingMember where member != nil: return inner.filter { $0.name != member }
        case .missingMember: return isItem ? Array(inner.dropLast()) : inner
        case .numberAsText: return inner
        }
    }
}

extension SimulatorFault {
    /// What it changes of an answer's shape, if that is its kind.
    var drift: SchemaDrift? {
        switch kind {
        case .unknownMember: SchemaDrift(change: .unknownMember, member: member)
        case .missingMember: SchemaDrift(change: .missingMember, member: member)
        case .numberAsText: SchemaDrift(change: .numberAsText, member: member)
        default: nil
        }
    }
}
