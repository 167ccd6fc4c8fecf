import ConnectorHost
import Core
import Testing

struct SessionMachineTests {
    private static let ready = Frame(.ready, ["abi_major": 1, "abi_minor": 0, "seal": ["whole": true, "landlock": 2, "seccomp": true]])

    @Test func `Ready, a call with questions, and its result`() throws {
        var machine = SessionMachine()

        let ready = try machine.take(Self.ready)
        let begun = machine.begin()
        let call = try #require(begun)
        let asked = try machine.take(Frame(.checkpoint, call: 9, ["stream": "orders"], body: Array("{\"page\":2}".utf8)[...]))
        let finished = try machine.take(Frame(.result, call: call, ["status": 0], body: Array("{}".utf8)[...]))

        guard case .ready(let report) = ready else { return #expect(Bool(false)) }
        #expect(report.seal.isWhole && report.seal.landlock == 2)
        #expect(asked == .asked(.checkpoint(stream: "orders", cursor: ["page": 2]), call: 9))
        #expect(finished == .finished(succeeded: true, document: Array("{}".utf8)[...]))
        #expect(machine.isIdle)
    }

    @Test func `There is one call at a time`() throws {
        var machine = SessionMachine()
        let early = machine.begin()

        _ = try machine.take(Self.ready)
        let calls = [machine.begin(), machine.begin()]

        #expect(early == nil && calls == [1, nil])
    }

    @Test(arguments: [
        Frame(.ready), Frame(.result, call: 2, ["status": 0]), Frame(.result, call: 1, ["status": 7]), Frame(.call, ["function": "read"]),
        Frame(.load), Frame(.cancel),
        Frame(.emit, ["stream": "orders"]), Frame(.emit, ["stream": "orders"], body: [0x7B, 0x7D]), Frame(.emit, [:], body: [0x0A]),
        Frame(.emit, head: [0x7B], body: [0x0A]), Frame(.reject, ["stream": "orders"], body: [0x78]), Frame(.wait, call: 1, ["until": "soon"]),
        Frame(.readBody, call: 1, ["body": -1, "capacity": 5]), Frame(.estimate, ["stream": "orders", "rows": -5]),
        Frame(.emit, ["stream": .string(String(repeating: "x", count: 129))], body: [0x0A]),
    ])
    func `A frame that is malformed or may not stand here ends the session`(_ frame: Frame) throws {
        var machine = SessionMachine()
        _ = try machine.take(Self.ready)
        _ = machine.begin()

        #expect(throws: ProtocolFault.self) { try machine.take(frame) }

        #expect(throws: ProtocolFault.self) { try machine.take(Frame(.now, call: 1)) }
    }

    @Test func `Nobody speaks before ready, nor outside a call`() throws {
        var machine = SessionMachine()
        var early = SessionMachine()

        #expect(throws: ProtocolFault.self) { try early.take(Frame(.now, call: 1)) }
        _ = try machine.take(Self.ready)
        #expect(throws: ProtocolFault.self) { try machine.take(Frame(.now, call: 1)) }
    }

    @Test(
        arguments: [
            (139, PluginFault.crashed(signal: 11)), (42 << 8, .exited(code: 42)), (31, .sealBroken), (24, .overProcessorTime(limit: 600)),
            (9, .overMemory(limit: 512 << 20)),
        ] as [(Int32, PluginFault)])
    func `The kernel's word on an end is classified`(_ status: Int32, _ fault: PluginFault) {
        let end = ProcessEnd(status: status, usage: RunnerUsage(cpu: .seconds(1), peakMemory: 1 << 20))

        #expect(end.fault(limits: RunnerLimits()) == fault)
    }
}
