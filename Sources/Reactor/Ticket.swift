/// A place to wait for something other than a descriptor: draw it, keep it where the other side finds it, then `park`. It may be unparked before it is
/// parked: then there is nothing left to wait for.
// Unchecked because `state` is touched on the reactor's own thread alone.
package final class Ticket: Hashable, @unchecked Sendable {
    enum State {
        case drawn, parked, unparked, gone
    }

    let waiter: UInt64
    var state = State.drawn

    init(waiter: UInt64) { self.waiter = waiter }

    package static func == (left: Ticket, right: Ticket) -> Bool { left.waiter == right.waiter }
    package func hash(into hasher: inout Hasher) { hasher.combine(waiter) }
}
