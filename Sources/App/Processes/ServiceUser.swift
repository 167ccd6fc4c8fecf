import Glibc

/// An ordinary user of this machine, as whom servers run when Tactics is started as root.
package struct ServiceUser: Sendable, Hashable {
    package let name: String
    package let id: UInt32
    package let group: UInt32

    /// The first of the named users that exists and is not root.
    package static func first(of names: [String]) -> ServiceUser? {
        for name in names {
            guard let entry = lookUp(name), entry.id != 0 else { continue }
            return entry
        }
        return nil
    }

    /// Whom to drop to: nobody in particular unless this process is root, since PostgreSQL refuses to run as root.
    package static func whenRoot(_ names: [String]) throws(UpError) -> ServiceUser? {
        guard geteuid() == 0 else { return nil }
        guard let user = first(of: names) else { throw .noServiceUser(names) }
        return user
    }

    // getpwnam_r fills a buffer of the caller's: safe from any thread, unlike getpwnam.
    private static func lookUp(_ name: String) -> ServiceUser? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            guard let start = buffer.baseAddress, getpwnam_r(name, &entry, start, buffer.count, &found) == 0, found != nil else { return nil }
            return ServiceUser(name: name, id: entry.pw_uid, group: entry.pw_gid)
        }
    }
}
