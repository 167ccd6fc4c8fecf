import CConnector
import Synchronization

/// The function tables of the connectors in this process image. A C function pointer can not carry a type, so each slot has functions of its own that
/// know its number. A plugin uses one slot; a test bundle holds several connectors.
enum Slots {
    private static let types = Mutex<[any Connector.Type]>([])

    /// The table of a connector: always the same one for the same type.
    static func table(for wanted: any Connector.Type) -> UnsafePointer<tactics_connector>? {
        types.withLock { types in
            if let slot = types.firstIndex(where: { $0 == wanted }) { return tables.table(slot) }
            guard types.count < tables.count else { return nil }
            types.append(wanted)
            return tables.table(types.count - 1, writes: wanted is any Writing.Type, receives: wanted is any Receiving.Type)
        }
    }

    private static func type(_ slot: Int) -> any Connector.Type { types.withLock { $0[slot] } }

    private static func entry(
        _ manifest: @escaping @convention(c) () -> tactics_buffer, _ check: @escaping Function, _ discover: @escaping Function,
        _ read: @escaping Function, _ write: @escaping Function, _ webhook: @escaping Function
    ) -> tactics_connector {
        tactics_connector(
            abi_major: UInt32(TACTICS_ABI_MAJOR), abi_minor: UInt32(TACTICS_ABI_MINOR), size: MemoryLayout<tactics_connector>.size,
            manifest: manifest, check: check, discover: discover, read: read, write: write, webhook: webhook, free_buffer: { Entry.free($0) })
    }

    private typealias Function = @convention(c) (UnsafePointer<tactics_host>?, tactics_bytes, UnsafeMutablePointer<tactics_buffer>?) -> Int32

    private static let tables = Tables([
        entry(
            { Entry.manifest(type(0)) }, { Entry.check(type(0), $0, $1, $2) }, { Entry.discover(type(0), $0, $1, $2) },
            { Entry.read(type(0), $0, $1, $2) }, { Entry.write(type(0), $0, $1, $2) }, { Entry.webhook(type(0), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(1)) }, { Entry.check(type(1), $0, $1, $2) }, { Entry.discover(type(1), $0, $1, $2) },
            { Entry.read(type(1), $0, $1, $2) }, { Entry.write(type(1), $0, $1, $2) }, { Entry.webhook(type(1), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(2)) }, { Entry.check(type(2), $0, $1, $2) }, { Entry.discover(type(2), $0, $1, $2) },
            { Entry.read(type(2), $0, $1, $2) }, { Entry.write(type(2), $0, $1, $2) }, { Entry.webhook(type(2), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(3)) }, { Entry.check(type(3), $0, $1, $2) }, { Entry.discover(type(3), $0, $1, $2) },
            { Entry.read(type(3), $0, $1, $2) }, { Entry.write(type(3), $0, $1, $2) }, { Entry.webhook(type(3), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(4)) }, { Entry.check(type(4), $0, $1, $2) }, { Entry.discover(type(4), $0, $1, $2) },
            { Entry.read(type(4), $0, $1, $2) }, { Entry.write(type(4), $0, $1, $2) }, { Entry.webhook(type(4), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(5)) }, { Entry.check(type(5), $0, $1, $2) }, { Entry.discover(type(5), $0, $1, $2) },
            { Entry.read(type(5), $0, $1, $2) }, { Entry.write(type(5), $0, $1, $2) }, { Entry.webhook(type(5), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(6)) }, { Entry.check(type(6), $0, $1, $2) }, { Entry.discover(type(6), $0, $1, $2) },
            { Entry.read(type(6), $0, $1, $2) }, { Entry.write(type(6), $0, $1, $2) }, { Entry.webhook(type(6), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(7)) }, { Entry.check(type(7), $0, $1, $2) }, { Entry.discover(type(7), $0, $1, $2) },
            { Entry.read(type(7), $0, $1, $2) }, { Entry.write(type(7), $0, $1, $2) }, { Entry.webhook(type(7), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(8)) }, { Entry.check(type(8), $0, $1, $2) }, { Entry.discover(type(8), $0, $1, $2) },
            { Entry.read(type(8), $0, $1, $2) }, { Entry.write(type(8), $0, $1, $2) }, { Entry.webhook(type(8), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(9)) }, { Entry.check(type(9), $0, $1, $2) }, { Entry.discover(type(9), $0, $1, $2) },
            { Entry.read(type(9), $0, $1, $2) }, { Entry.write(type(9), $0, $1, $2) }, { Entry.webhook(type(9), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(10)) }, { Entry.check(type(10), $0, $1, $2) }, { Entry.discover(type(10), $0, $1, $2) },
            { Entry.read(type(10), $0, $1, $2) }, { Entry.write(type(10), $0, $1, $2) }, { Entry.webhook(type(10), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(11)) }, { Entry.check(type(11), $0, $1, $2) }, { Entry.discover(type(11), $0, $1, $2) },
            { Entry.read(type(11), $0, $1, $2) }, { Entry.write(type(11), $0, $1, $2) }, { Entry.webhook(type(11), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(12)) }, { Entry.check(type(12), $0, $1, $2) }, { Entry.discover(type(12), $0, $1, $2) },
            { Entry.read(type(12), $0, $1, $2) }, { Entry.write(type(12), $0, $1, $2) }, { Entry.webhook(type(12), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(13)) }, { Entry.check(type(13), $0, $1, $2) }, { Entry.discover(type(13), $0, $1, $2) },
            { Entry.read(type(13), $0, $1, $2) }, { Entry.write(type(13), $0, $1, $2) }, { Entry.webhook(type(13), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(14)) }, { Entry.check(type(14), $0, $1, $2) }, { Entry.discover(type(14), $0, $1, $2) },
            { Entry.read(type(14), $0, $1, $2) }, { Entry.write(type(14), $0, $1, $2) }, { Entry.webhook(type(14), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(15)) }, { Entry.check(type(15), $0, $1, $2) }, { Entry.discover(type(15), $0, $1, $2) },
            { Entry.read(type(15), $0, $1, $2) }, { Entry.write(type(15), $0, $1, $2) }, { Entry.webhook(type(15), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(16)) }, { Entry.check(type(16), $0, $1, $2) }, { Entry.discover(type(16), $0, $1, $2) },
            { Entry.read(type(16), $0, $1, $2) }, { Entry.write(type(16), $0, $1, $2) }, { Entry.webhook(type(16), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(17)) }, { Entry.check(type(17), $0, $1, $2) }, { Entry.discover(type(17), $0, $1, $2) },
            { Entry.read(type(17), $0, $1, $2) }, { Entry.write(type(17), $0, $1, $2) }, { Entry.webhook(type(17), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(18)) }, { Entry.check(type(18), $0, $1, $2) }, { Entry.discover(type(18), $0, $1, $2) },
            { Entry.read(type(18), $0, $1, $2) }, { Entry.write(type(18), $0, $1, $2) }, { Entry.webhook(type(18), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(19)) }, { Entry.check(type(19), $0, $1, $2) }, { Entry.discover(type(19), $0, $1, $2) },
            { Entry.read(type(19), $0, $1, $2) }, { Entry.write(type(19), $0, $1, $2) }, { Entry.webhook(type(19), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(20)) }, { Entry.check(type(20), $0, $1, $2) }, { Entry.discover(type(20), $0, $1, $2) },
            { Entry.read(type(20), $0, $1, $2) }, { Entry.write(type(20), $0, $1, $2) }, { Entry.webhook(type(20), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(21)) }, { Entry.check(type(21), $0, $1, $2) }, { Entry.discover(type(21), $0, $1, $2) },
            { Entry.read(type(21), $0, $1, $2) }, { Entry.write(type(21), $0, $1, $2) }, { Entry.webhook(type(21), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(22)) }, { Entry.check(type(22), $0, $1, $2) }, { Entry.discover(type(22), $0, $1, $2) },
            { Entry.read(type(22), $0, $1, $2) }, { Entry.write(type(22), $0, $1, $2) }, { Entry.webhook(type(22), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(23)) }, { Entry.check(type(23), $0, $1, $2) }, { Entry.discover(type(23), $0, $1, $2) },
            { Entry.read(type(23), $0, $1, $2) }, { Entry.write(type(23), $0, $1, $2) }, { Entry.webhook(type(23), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(24)) }, { Entry.check(type(24), $0, $1, $2) }, { Entry.discover(type(24), $0, $1, $2) },
            { Entry.read(type(24), $0, $1, $2) }, { Entry.write(type(24), $0, $1, $2) }, { Entry.webhook(type(24), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(25)) }, { Entry.check(type(25), $0, $1, $2) }, { Entry.discover(type(25), $0, $1, $2) },
            { Entry.read(type(25), $0, $1, $2) }, { Entry.write(type(25), $0, $1, $2) }, { Entry.webhook(type(25), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(26)) }, { Entry.check(type(26), $0, $1, $2) }, { Entry.discover(type(26), $0, $1, $2) },
            { Entry.read(type(26), $0, $1, $2) }, { Entry.write(type(26), $0, $1, $2) }, { Entry.webhook(type(26), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(27)) }, { Entry.check(type(27), $0, $1, $2) }, { Entry.discover(type(27), $0, $1, $2) },
            { Entry.read(type(27), $0, $1, $2) }, { Entry.write(type(27), $0, $1, $2) }, { Entry.webhook(type(27), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(28)) }, { Entry.check(type(28), $0, $1, $2) }, { Entry.discover(type(28), $0, $1, $2) },
            { Entry.read(type(28), $0, $1, $2) }, { Entry.write(type(28), $0, $1, $2) }, { Entry.webhook(type(28), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(29)) }, { Entry.check(type(29), $0, $1, $2) }, { Entry.discover(type(29), $0, $1, $2) },
            { Entry.read(type(29), $0, $1, $2) }, { Entry.write(type(29), $0, $1, $2) }, { Entry.webhook(type(29), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(30)) }, { Entry.check(type(30), $0, $1, $2) }, { Entry.discover(type(30), $0, $1, $2) },
            { Entry.read(type(30), $0, $1, $2) }, { Entry.write(type(30), $0, $1, $2) }, { Entry.webhook(type(30), $0, $1, $2) }),
        entry(
            { Entry.manifest(type(31)) }, { Entry.check(type(31), $0, $1, $2) }, { Entry.discover(type(31), $0, $1, $2) },
            { Entry.read(type(31), $0, $1, $2) }, { Entry.write(type(31), $0, $1, $2) }, { Entry.webhook(type(31), $0, $1, $2) }),
    ])
}

/// Tables at addresses that stay for as long as the process runs: the boundary asks for that.
// The memory of a slot is written before anyone sees it, under the lock of `Slots`, and never freed.
private struct Tables: @unchecked Sendable {
    private let start: UnsafeMutablePointer<tactics_connector>
    let count: Int

    init(_ tables: [tactics_connector]) {
        start = .allocate(capacity: tables.count)
        start.initialize(from: tables, count: tables.count)
        count = tables.count
    }

    func table(_ slot: Int) -> UnsafePointer<tactics_connector> { UnsafePointer(start + slot) }

    /// The table of a new slot, without the optional functions that its connector does not have.
    func table(_ slot: Int, writes: Bool, receives: Bool) -> UnsafePointer<tactics_connector> {
        if !writes { start[slot].write = nil }
        if !receives { start[slot].webhook = nil }
        return table(slot)
    }
}
