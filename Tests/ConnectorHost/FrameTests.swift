import CConnector
import ConnectorHost
import Core
import Testing

struct FrameTests {
    @Test func `What is encoded is decoded, in whatever pieces it arrives`() throws {
        let frames = [
            Frame(.now, call: 1), Frame(.emit, ["stream": "orders"], body: Array("{}\n".utf8)[...]),
            Frame(.checkpoint, call: 7, ["stream": "é"], body: [0x31]),
        ]
        let bytes = try frames.flatMap { try FrameEncoder.encode($0) }

        for size in [1, 2, 3, 7, 13, 1_000] {
            var decoder = FrameDecoder()
            var decoded: [Frame] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                decoder.append(bytes[start..<min(start + size, bytes.count)])
                while let frame = try decoder.next() { decoded.append(frame) }
            }

            #expect(decoded == frames)
            #expect(decoder.pending == 0)
        }
    }

    @Test func `The kinds are those of connector.h`() {
        let pairs: [(Frame.Kind, tactics_frame)] = [
            (.load, TACTICS_FRAME_LOAD), (.call, TACTICS_FRAME_CALL), (.reply, TACTICS_FRAME_REPLY), (.cancel, TACTICS_FRAME_CANCEL),
            (.ready, TACTICS_FRAME_READY),
            (.result, TACTICS_FRAME_RESULT), (.fault, TACTICS_FRAME_FAULT), (.request, TACTICS_FRAME_REQUEST), (.readBody, TACTICS_FRAME_READ_BODY),
            (.emit, TACTICS_FRAME_EMIT), (.reject, TACTICS_FRAME_REJECT), (.checkpoint, TACTICS_FRAME_CHECKPOINT),
            (.estimate, TACTICS_FRAME_ESTIMATE),
            (.wait, TACTICS_FRAME_WAIT), (.log, TACTICS_FRAME_LOG), (.now, TACTICS_FRAME_NOW),
        ]

        #expect(pairs.count == Frame.Kind.allCases.count)
        for (kind, number) in pairs { #expect(UInt32(kind.rawValue) == number.rawValue) }
    }

    @Test func `A frame of exactly 1 MiB passes, one byte more does not`() throws {
        let head: ArraySlice<UInt8> = [0x7B, 0x7D]
        let largest = Frame(.emit, head: head, body: [UInt8](repeating: 10, count: FrameFormat.room - 2)[...])
        let larger = Frame(.emit, head: head, body: [UInt8](repeating: 10, count: FrameFormat.room - 1)[...])

        var decoder = FrameDecoder()
        decoder.append(try FrameEncoder.encode(largest))

        #expect(try decoder.next() == largest)
        #expect(throws: ProtocolFault.tooLarge((1 << 20) + 1)) { try FrameEncoder.encode(larger) }
    }

    @Test(
        arguments: [
            ([255, 255, 255, 127], ProtocolFault.tooLarge(0x7FFF_FFFF)), ([1, 0, 16, 0], .tooLarge((1 << 20) + 1)),
            ([8, 0, 0, 0], .malformed("a frame of 8 bytes, which is less than its own header")),
            ([9, 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0], .unknownKind(99)),
            ([9, 0, 0, 0, 34, 0, 0, 0, 0, 1, 0, 0, 0], .malformed("a frame whose head is longer than the frame")),
        ] as [([UInt8], ProtocolFault)])
    func `A malformed header is refused before its frame has arrived`(_ bytes: [UInt8], _ fault: ProtocolFault) {
        var decoder = FrameDecoder()
        decoder.append(bytes)

        #expect(throws: fault) { try decoder.next() }
    }

    @Test func `A megabyte of random bytes neither crashes nor grows the decoder`() {
        var random = SplitMix(state: 42)
        for _ in 0..<200 {
            var decoder = FrameDecoder()
            decoder.append((0..<5_000).map { _ in UInt8(truncatingIfNeeded: random.next()) })
            while let frame = try? decoder.next() { #expect(frame.body.count < FrameFormat.most) }
        }
    }
}

/// A small generator with a seed (Steele, Lea, Flood: SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
