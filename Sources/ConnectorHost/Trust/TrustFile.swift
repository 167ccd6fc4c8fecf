package import Core

/// The operator's trust file: whose signatures count. `{"keys": [{"id", "public_key", "state", "note"}]}`.
package struct TrustFile: Sendable, Hashable {
    /// In the order of the file; ids are unique.
    package private(set) var keys: [TrustKey] = []

    package init() {}

    /// Reads the file's bytes.
    /// - Throws: `TrustFileFault` at the first thing that is not of the form: a trust file is believed whole or not at all.
    package init(parsing bytes: [UInt8]) throws(TrustFileFault) {
        let document: JSON
        do { document = try JSON(parsing: bytes) } catch { throw TrustFileFault("is no JSON: \(error)") }
        guard let list = document["keys"]?.array else { throw TrustFileFault("has no array `keys`") }
        for (index, entry) in list.enumerated() {
            guard let state = TrustKey.State(rawValue: entry["state"]?.string ?? "") else {
                throw TrustFileFault("names for key \(index + 1) a state that is neither trusted nor revoked")
            }
            guard let id = entry["id"]?.string, let publicKey = (entry["public_key"]?.string).flatMap({ Base64URL.decode($0) }),
                let key = TrustKey(id: id, publicKey: publicKey, state: state, note: entry["note"]?.string)
            else { throw TrustFileFault("has no id and public_key (32 bytes, base64url) for key \(index + 1)") }
            guard add(key) else { throw TrustFileFault("names the key \(id) twice") }
        }
    }

    /// Reads the file at a path; one that is not there holds no key.
    package init(path: String) throws(TrustFileFault) {
        let bytes: [UInt8]
        do throws(FileBytes.Failure) { bytes = try FileBytes(path, most: 1 << 20, followsLinks: true).bytes } catch {
            guard error == .missing else { throw TrustFileFault("can not be read; make it an ordinary file of at most 1 MiB", path: path) }
            self.init()
            return
        }
        do { try self.init(parsing: bytes) } catch { throw TrustFileFault(error.what, path: path) }
    }

    package func key(_ id: String) -> TrustKey? { keys.first { $0.id == id } }

    /// Adds a key; false where its id is taken.
    package mutating func add(_ key: TrustKey) -> Bool {
        guard self.key(key.id) == nil else { return false }
        keys.append(key)
        return true
    }

    /// Revokes a key for good; false where there is none of that id.
    package mutating func revoke(_ id: String, note: String?) -> Bool {
        guard let index = keys.firstIndex(where: { $0.id == id }) else { return false }
        keys[index].state = .revoked
        if let note { keys[index].note = note }
        return true
    }

    /// What `init(parsing:)` reads.
    package var document: JSON {
        [
            "keys": .array(
                keys.map { key in
                    [
                        "id": .string(key.id), "public_key": .string(key.text), "state": .string(key.state.rawValue),
                        "note": key.note.map { .string($0) } ?? .null,
                    ]
                })
        ]
    }
}

/// Why a trust file is not believed.
package struct TrustFileFault: Error, Sendable, Hashable, CustomStringConvertible {
    package let what: String
    package let path: String?

    init(_ what: String, path: String? = nil) {
        self.what = what
        self.path = path
    }

    package var description: String { "The trust file\(path.map { " \($0)" } ?? "") \(what). Correct it; until then no signature counts." }
}
