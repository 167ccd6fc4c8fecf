#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A time zone of the IANA data base, read from the machine's files (they are readable inside the seal).
public final class Zone: Sendable {
    /// The name, such as `Europe/Berlin`.
    public let name: String
    private let data: ZoneData

    /// Coordinated universal time; needs no file.
    public static let utc = Zone(name: "UTC", data: ZoneData())

    init(name: String, data: ZoneData) {
        self.name = name
        self.data = data
    }

    /// The zone of that name. Throws a `config` failure when there is none.
    public convenience init(_ name: String) throws {
        if name == "UTC" || name == "Etc/UTC" || name == "Z" {
            self.init(name: name, data: ZoneData())
            return
        }
        guard let bytes = Zone.file(name), let data = ZoneData(tzif: bytes) else {
            throw ConnectorFailure(.config, "The time zone \"\(name.prefix(64))\" is not known. Use a name such as Europe/Berlin or UTC.")
        }
        self.init(name: name, data: data)
    }

    /// Seconds to add to UTC at that instant.
    public func offset(at instant: Instant) -> Int { data.offset(at: instant.seconds) }

    /// The civil day there.
    public func day(of instant: Instant) -> Day {
        let seconds = instant.seconds
        return Day(daysSince1970: Int((seconds + Int64(data.offset(at: seconds))).flooringDivided(by: 86_400)))
    }

    /// The first instant of a day there. Where clocks skip midnight it is the first one that exists.
    public func start(of day: Day) -> Instant { instant(day, secondOfDay: 0) }

    /// The instant of a local time. Of a time that occurs twice the first; a time that is skipped moves forward by the gap.
    public func instant(_ day: Day, secondOfDay: Int) -> Instant {
        let local = Int64(day.daysSince1970) * 86_400 + Int64(secondOfDay)
        let before = Int64(data.offset(at: local - 86_400))
        let after = Int64(data.offset(at: local + 86_400))
        if Int64(data.offset(at: local - before)) == before { return Instant(seconds: local - before) }
        if Int64(data.offset(at: local - after)) == after { return Instant(seconds: local - after) }
        return Instant(seconds: local - before)
    }

    /// Reads a time; where it has no offset of its own it is a local time of this zone.
    public func instant(_ bytes: UnsafeRawBufferPointer) -> Instant? {
        if let instant = Instant(rfc3339: bytes) { return instant }
        guard let local = LocalTime(prefixOf: bytes), local.end == bytes.count else { return nil }
        return Instant(microseconds: instant(local.day, secondOfDay: local.secondOfDay).microseconds + local.fraction)
    }

    /// The bytes of a zone's file. The name is checked first, so that it can not lead out of the folder.
    private static func file(_ name: String) -> [UInt8]? {
        let allowed = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || [0x2B, 0x2D, 0x2F, 0x5F].contains(byte)
        }
        guard allowed, !name.isEmpty, name.utf8.count <= 64, !name.hasPrefix("/") else { return nil }
        let descriptor = open("/usr/share/zoneinfo/" + name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { _ = close(descriptor) }
        // The largest file of the data base has less than 8 KiB.
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        var filled = 0
        while filled < bytes.count {
            let got = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled) }
            guard got >= 0 else { return nil }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes[..<filled])
    }
}
