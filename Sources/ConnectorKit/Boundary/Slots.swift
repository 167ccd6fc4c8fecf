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
            return tables.table(types.count - 1)
        }
    }

    private static func type(_ slot: Int) -> any Connector.Type { types.withLock { $0[slot] } }

    private static let major = UInt32(TACTICS_ABI_MAJOR)
    private static let minor = UInt32(TACTICS_ABI_MINOR)
    private static let size = MemoryLayout<tactics_connector>.size

    private static let tables = Tables([
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(0)) }, check: { Entry.check(type(0), $0, $1, $2) },
            discover: { Entry.discover(type(0), $0, $1, $2) }, read: { Entry.read(type(0), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(1)) }, check: { Entry.check(type(1), $0, $1, $2) },
            discover: { Entry.discover(type(1), $0, $1, $2) }, read: { Entry.read(type(1), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(2)) }, check: { Entry.check(type(2), $0, $1, $2) },
            discover: { Entry.discover(type(2), $0, $1, $2) }, read: { Entry.read(type(2), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(3)) }, check: { Entry.check(type(3), $0, $1, $2) },
            discover: { Entry.discover(type(3), $0, $1, $2) }, read: { Entry.read(type(3), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(4)) }, check: { Entry.check(type(4), $0, $1, $2) },
            discover: { Entry.discover(type(4), $0, $1, $2) }, read: { Entry.read(type(4), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(5)) }, check: { Entry.check(type(5), $0, $1, $2) },
            discover: { Entry.discover(type(5), $0, $1, $2) }, read: { Entry.read(type(5), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(6)) }, check: { Entry.check(type(6), $0, $1, $2) },
            discover: { Entry.discover(type(6), $0, $1, $2) }, read: { Entry.read(type(6), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(7)) }, check: { Entry.check(type(7), $0, $1, $2) },
            discover: { Entry.discover(type(7), $0, $1, $2) }, read: { Entry.read(type(7), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(8)) }, check: { Entry.check(type(8), $0, $1, $2) },
            discover: { Entry.discover(type(8), $0, $1, $2) }, read: { Entry.read(type(8), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(9)) }, check: { Entry.check(type(9), $0, $1, $2) },
            discover: { Entry.discover(type(9), $0, $1, $2) }, read: { Entry.read(type(9), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(10)) }, check: { Entry.check(type(10), $0, $1, $2) },
            discover: { Entry.discover(type(10), $0, $1, $2) }, read: { Entry.read(type(10), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(11)) }, check: { Entry.check(type(11), $0, $1, $2) },
            discover: { Entry.discover(type(11), $0, $1, $2) }, read: { Entry.read(type(11), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(12)) }, check: { Entry.check(type(12), $0, $1, $2) },
            discover: { Entry.discover(type(12), $0, $1, $2) }, read: { Entry.read(type(12), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(13)) }, check: { Entry.check(type(13), $0, $1, $2) },
            discover: { Entry.discover(type(13), $0, $1, $2) }, read: { Entry.read(type(13), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(14)) }, check: { Entry.check(type(14), $0, $1, $2) },
            discover: { Entry.discover(type(14), $0, $1, $2) }, read: { Entry.read(type(14), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
        tactics_connector(
            abi_major: major, abi_minor: minor, size: size,
            manifest: { Entry.manifest(type(15)) }, check: { Entry.check(type(15), $0, $1, $2) },
            discover: { Entry.discover(type(15), $0, $1, $2) }, read: { Entry.read(type(15), $0, $1, $2) },
            write: nil, webhook: nil, free_buffer: { Entry.free($0) }),
    ])
}

/// Tables at addresses that stay for as long as the process runs: the boundary asks for that.
// The memory is written once, before anyone sees it, and never freed.
private struct Tables: @unchecked Sendable {
    private let start: UnsafeMutablePointer<tactics_connector>
    let count: Int

    init(_ tables: [tactics_connector]) {
        start = .allocate(capacity: tables.count)
        start.initialize(from: tables, count: tables.count)
        count = tables.count
    }

    func table(_ slot: Int) -> UnsafePointer<tactics_connector> { UnsafePointer(start + slot) }
}
