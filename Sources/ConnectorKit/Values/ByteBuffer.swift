/// A growable run of bytes that rows and documents are written to. It keeps its memory when emptied, so a steady flow of rows allocates nothing.
public struct ByteBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// How many bytes have been written.
    public private(set) var count = 0

    /// An empty buffer that holds `capacity` bytes before it grows.
    public init(capacity: Int = 4096) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// The bytes written so far; valid until the next change.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// The bytes written so far, for loops that can not be closures: valid until the next change and no longer than the buffer.
    public var unsafeBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// A copy of the bytes written so far.
    public var copy: [UInt8] { [UInt8](UnsafeBufferPointer(start: base, count: count)) }

    /// Forgets everything from `length` on.
    public mutating func truncate(to length: Int) { count = min(max(length, 0), count) }

    /// Forgets the first `length` bytes and moves the rest to the front.
    public mutating func dropFirst(_ length: Int) {
        let kept = count - min(max(length, 0), count)
        if kept > 0 { base.update(from: base + (count - kept), count: kept) }
        count = kept
    }

    /// Makes room for `more` bytes.
    @inline(__always) mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(more) }
    }

    @inline(never) private mutating func grow(_ more: Int) {
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = larger
    }

    /// Appends one byte.
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    /// Appends bytes.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        reserve(bytes.count)
        UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    /// Appends bytes.
    public mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    /// Appends a literal.
    public mutating func append(_ literal: StaticString) {
        append(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Appends text as UTF-8.
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Lets `fill` write up to `size` bytes behind the last one; it returns how many it wrote.
    mutating func extend(_ size: Int, _ fill: (UnsafeMutablePointer<UInt8>) throws -> Int) rethrows -> Int {
        reserve(size)
        let written = try fill(base + count)
        count += written
        return written
    }

    /// Appends a number in decimal digits.
    public mutating func append(decimal value: Int64) {
        reserve(20)
        if value < 0 { append(0x2D) }
        var rest = value.magnitude
        var digits = 1
        var bound: UInt64 = 10
        while digits < 20, rest >= bound {
            digits += 1
            let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
            if overflow { break }
            bound = next
        }
        var position = count + digits
        count = position
        repeat {
            position -= 1
            base[position] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
    }

    /// Appends a number below 10^`width` with leading zeros.
    mutating func append(padded value: Int, width: Int) {
        reserve(width)
        var rest = value
        for place in stride(from: count + width - 1, through: count, by: -1) {
            base[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += width
    }
}
