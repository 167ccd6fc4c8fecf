import ConnectorHost
import Core
import Testing

@testable import Syncs

struct SyncMachineTests {
    private let now = Instant(seconds: 1_000_000)

    private func machine(_ names: String..., run: Int = 1) -> SyncMachine { SyncMachine(streams: names.map { ($0, .pending) }, run: run) }

    @Test func `Streams are read in order, and then the sync is complete`() {
        var machine = machine("orders", "customers")

        #expect(machine.next == .read("orders"))
        machine.ended("orders", .done, now: now)
        #expect(machine.next == .read("customers"))
        machine.ended("customers", .done, now: now)

        #expect(machine.next == .end(.completed))
    }

    @Test func `One stream's failure does not stop the others`() {
        var machine = machine("orders", "customers")

        machine.ended("orders", .refused(ConnectorError(kind: .permanent, message: "Gone.")), now: now)
        #expect(machine.next == .read("customers"))
        machine.ended("customers", .done, now: now)

        #expect(machine.next == .end(.partial(SyncFault(.permanent, "Gone.", stream: "orders"))))
    }

    @Test(arguments: [(ConnectorError.Kind.config, SyncMachine.ConnectionOutcome.configError), (.auth, .reconnectNeeded)])
    func `What the tenant must mend ends the sync and pauses the connection`(kind: ConnectorError.Kind, outcome: SyncMachine.ConnectionOutcome) {
        var machine = machine("orders", "customers")

        machine.ended("orders", .refused(ConnectorError(kind: kind, message: "No.")), now: now)

        guard case .end(.failed(_, let connection)) = machine.next else {
            Issue.record("it goes on")
            return
        }
        #expect(connection == outcome)
    }

    @Test(arguments: [(ConnectorError.Kind.transient, SyncFault.Kind.transient), (.rateLimited, .rateLimited), (.quota, .quota)])
    func `What passes by itself parks the sync, and it says why it waits`(kind: ConnectorError.Kind, reason: SyncFault.Kind) {
        var machine = machine("orders")

        machine.ended("orders", .refused(ConnectorError(kind: kind, message: "Later.", until: now + .seconds(90))), now: now)

        #expect(machine.next == .end(.parked(until: now + .seconds(90), because: SyncFault(reason, "Later.", stream: "orders"))))
    }

    @Test func `Of several streams that wait the first one to go on says why`() {
        var machine = machine("orders", "customers", "products")

        machine.ended("orders", .parked(until: now + .seconds(900)), now: now)
        machine.ended("customers", .stopped(SyncFault(.transient, "No token.")), now: now)
        machine.ended("products", .done, now: now)

        #expect(machine.next == .end(.parked(until: now + .seconds(30), because: SyncFault(.transient, "No token.", stream: "customers"))))
    }

    @Test func `A wait that the connector was asked for is the platform's`() {
        var machine = machine("orders")

        machine.ended("orders", .parked(until: now + .seconds(900)), now: now)

        let because = SyncFault(.rateLimited, "The platform asked to wait.", stream: "orders")
        #expect(machine.next == .end(.parked(until: now + .seconds(900), because: because)))
    }

    @Test func `A token that does not come for now parks the sync and leaves the connection as it is`() {
        var machine = machine("orders", "customers")
        machine.ended("orders", .stopped(SyncFault(.transient, "No token.")), now: now)
        #expect(machine.next == .read("customers"))
        machine.ended("customers", .stopped(SyncFault(.transient, "No token.")), now: now)
        #expect(machine.next == .end(.parked(until: now + .seconds(30), because: SyncFault(.transient, "No token.", stream: "orders"))))

        var tired = SyncMachine(streams: [("orders", .pending)], run: SyncMachine.mostRuns)
        tired.ended("orders", .stopped(SyncFault(.transient, "No token.")), now: now)
        #expect(tired.next == .end(.failed(SyncFault(.transient, "No token.", stream: "orders"), connection: .unchanged)))
    }

    @Test func `A run that can not begin ends as its fault says`() {
        func end(_ kind: SyncFault.Kind, run: Int = 1) -> SyncMachine.End { SyncMachine.unbegun(SyncFault(kind, "No."), run: run, now: now) }

        #expect(end(.auth) == .failed(SyncFault(.auth, "No."), connection: .reconnectNeeded))
        #expect(end(.config) == .failed(SyncFault(.config, "No."), connection: .configError))
        #expect(end(.transient) == .parked(until: now + .seconds(30), because: SyncFault(.transient, "No.")))
        #expect(end(.transient, run: SyncMachine.mostRuns) == .failed(SyncFault(.transient, "No."), connection: .unchanged))
    }

    @Test func `A broken plugin is resumed once, then its connection waits for somebody`() {
        var machine = machine("orders")

        machine.ended("orders", .broken(.crashed(signal: 11)), now: now)
        #expect(machine.next == .read("orders"))
        machine.ended("orders", .broken(.crashed(signal: 11)), now: now)

        guard case .end(.failed(let fault, .pluginFault)) = machine.next else {
            Issue.record("it goes on")
            return
        }
        #expect(fault.kind == .plugin)
    }

    @Test func `An endless outage ends as a failure`() {
        var machine = machine("orders", run: SyncMachine.mostRuns)

        machine.ended("orders", .refused(ConnectorError(kind: .transient, message: "Away.")), now: now)

        #expect(machine.next == .end(.failed(SyncFault(.transient, "Away.", stream: "orders"), connection: .unchanged)))
    }
}
