import Core
import Web

extension AuditEvent {
    /// The event as `audit.append` takes it: the columns of `audit.entries`.
    var row: JSON { columns.storable }

    private var columns: JSON {
        let (kind, id) = actorParts
        return [
            "at": .string(time.description),
            "actor_kind": .string(kind),
            "actor_id": id.map { .string($0) } ?? .null,
            "action": .string(action),
            "resource_type": resourceType.map { .string($0) } ?? .null,
            "resource_id": resourceID.map { .string($0) } ?? .null,
            "outcome": .string(outcome.rawValue),
            "address": .string(address),
            "user_agent": userAgent.map { .string(String($0.prefix(500))) } ?? .null,
            "request_id": .string(requestID),
            "changes": changes ?? .null,
        ]
    }

    /// `user:…`, `key:…`, `system:…` and `connector:…` taken apart; anything else is nobody known.
    private var actorParts: (kind: String, id: String?) {
        let parts = actor.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return ("anonymous", actor.isEmpty ? nil : actor) }
        switch parts[0] {
        case "user": return ("user", parts[1])
        case "key": return ("api_key", parts[1])
        case "system": return ("system", parts[1])
        case "connector": return ("connector", parts[1])
        default: return ("anonymous", actor)
        }
    }
}

extension JSON {
    /// The same with U+FFFD for NUL, which PostgreSQL keeps in no text.
    fileprivate var storable: JSON {
        switch self {
        case .string(let text): .string(text.contains("\0") ? String(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : Character($0) }) : text)
        case .array(let items): .array(items.map(\.storable))
        case .object(let members): .object(members.map { Member($0.name, $0.value.storable) })
        default: self
        }
    }
}
