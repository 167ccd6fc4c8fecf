import CZlib
import NIOCore

/// zlib's stream: bytes go in piece by piece and come out packed.
///
/// `@unchecked`: it belongs to the one task that writes an answer; nobody else knows it.
final class Deflater: @unchecked Sendable {
    /// zlib keeps a pointer back to it, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    /// What zlib can do with its arguments: only its memory can run out.
    struct Failure: Error {
        let code: Int32
    }

    init(_ coding: ContentCoding) throws(Failure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // The window's 15 bits are zlib's own format, which HTTP calls deflate; 16 more make it gzip.
        let window: Int32 = coding == .gzip ? 15 + 16 : 15
        let code = deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            stream.deallocate()
            throw Failure(code: code)
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Takes bytes in and gives out what is ready; it may be nothing yet.
    /// - Parameter isLast: whether they are the last: then everything comes out.
    func pack(_ bytes: [UInt8], isLast: Bool = false) throws(Failure) -> [UInt8] {
        var input = bytes
        var output: [UInt8] = []
        var code = Z_OK
        input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                code = step(isLast ? Z_FINISH : Z_NO_FLUSH, into: &output)
            } while code == Z_OK && (stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0)
            stream.pointee.next_in = nil
        }
        // No progress is possible: all that was there is packed.
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw Failure(code: code) }
        return output
    }

    private func step(_ flush: Int32, into output: inout [UInt8]) -> Int32 {
        let room = 16 * 1024
        var code = Z_OK
        let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(room)
            code = deflate(stream, flush)
            count = room - Int(stream.pointee.avail_out)
            stream.pointee.next_out = nil
        }
        output += piece
        return code
    }
}
