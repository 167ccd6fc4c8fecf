import Core
import Glibc

/// The connector's ends of the pipe, used by its thread alone: blocking, and with rows gathered so that one at a time costs no frame for each.
struct PluginPipe {
    private let read: Int32
    private let write: Int32
    private var decoder = FrameDecoder()
    private var scratch = [UInt8](repeating: 0, count: 256 << 10)
    private var output: [UInt8] = []
    private var rows: (stream: String, bytes: [UInt8]) = ("", [])
    private var flushed = ContinuousClock.now
    /// Whether the host has closed its ends.
    private(set) var isGone = false

    /// Rows wait no longer than this, so that the host sees progress.
    private static let longestWait = Duration.milliseconds(500)

    init(read: Int32, write: Int32) {
        self.read = read
        self.write = write
    }

    /// The next frame; nil at the end of the pipe, or when the host spoke against the protocol.
    mutating func next() -> Frame? {
        let descriptor = read
        while !isGone {
            do throws(ProtocolFault) { if let frame = try decoder.next() { return frame } } catch { break }
            let count = scratch.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { decoder.append(scratch[..<count]) } else if count == 0 || errno != EINTR { break }
        }
        isGone = true
        return nil
    }

    /// Whether a frame, or the end, waits to be read.
    var isWaiting: Bool {
        if isGone || decoder.pending > 0 { return true }
        var one = pollfd(fd: read, events: Int16(POLLIN), revents: 0)
        return poll(&one, 1, 0) > 0
    }

    /// Puts a frame behind what is gathered; false where it is too large for one.
    mutating func put(_ frame: Frame) -> Bool {
        closeRows()
        guard let bytes = try? FrameEncoder.encode(frame) else { return false }
        output.append(contentsOf: bytes)
        if output.count >= FrameFormat.most { flush() }
        return true
    }

    /// Puts rows of a stream behind those that are gathered; they fit into one frame.
    mutating func put(rows part: UnsafeRawBufferPointer, of stream: String, most: Int) {
        if rows.stream != stream || rows.bytes.count + part.count > most { closeRows() }
        rows.stream = stream
        rows.bytes.append(contentsOf: part)
        if ContinuousClock.now - flushed > Self.longestWait { flush() }
    }

    private mutating func closeRows() {
        guard !rows.bytes.isEmpty else { return }
        let gathered = rows.bytes
        rows.bytes = []
        _ = put(Frame(.emit, ["stream": .string(rows.stream)], body: gathered[...]))
    }

    /// Sends what is gathered. The pipe's own back-pressure bounds it.
    mutating func flush() {
        closeRows()
        var sent = 0
        while sent < output.count, !isGone {
            let count = output.withUnsafeBytes { Glibc.write(write, $0.baseAddress?.advanced(by: sent), $0.count - sent) }
            if count > 0 { sent += count } else if errno != EINTR { isGone = true }
        }
        output.removeAll(keepingCapacity: true)
        flushed = .now
    }

    func close() {
        Glibc.close(read)
        Glibc.close(write)
    }
}
