import Core

// What the part of a connection's page about its hook takes. The names are those that stand in the template, and no other part of the page has them: a
// template takes a name from the outer page where the inner one is empty.

struct HookView: Sendable {
    /// The whole address, in the one answer that may show it.
    let newAddress: String?
    let shownAddress: String?
    let signedBy: String
    let heldSince: TimeView?
    let oldUntil: String?
    let lastDelivery: TimeView?
    let recentSentence: String?
    let hasDeliveries: Bool
    let deliveries: [DeliveryView]
    let mayMake: Bool
    let makeLabel: String
}

struct DeliveryView: Sendable {
    let arrived: TimeView
    let topic: String
    let deliveryState: StateView
    let stored: String
    let failure: String?
}

extension ConnectionWording {
    /// - Parameters:
    ///   - address: of the hook, where it has one.
    ///   - newAddress: the whole of it, just made.
    func hook(_ found: ConnectionDetail, address: String, newAddress: Secret?, mayMake: Bool) -> HookView {
        let row = found.hook
        return HookView(
            newAddress: newAddress?.reveal(), shownAddress: row == nil ? nil : address,
            signedBy: texts.say(row?.hasSecret == true ? "hook_secret_own" : "hook_secret_credential"), heldSince: row.map { time($0.since) },
            oldUntil: row?.previousUntil.map { texts.say("hook_old_until", ["time": texts.time($0)]) },
            lastDelivery: found.deliveries.first.map { time($0.receivedAt) }, recentSentence: row.map(recent),
            hasDeliveries: !found.deliveries.isEmpty, deliveries: found.deliveries.map(delivery), mayMake: mayMake,
            makeLabel: texts.say(row == nil ? "hook_make" : "hook_make_new"))
    }

    private func recent(_ row: HookRow) -> String {
        texts.say(
            "hook_recent",
            [
                "total": texts.number(row.queued + row.done + row.ignored + row.dead), "stored": texts.number(row.done),
                "ignored": texts.number(row.ignored), "waiting": texts.number(row.queued), "dead": texts.number(row.dead),
            ])
    }

    private func delivery(_ row: DeliveryRow) -> DeliveryView {
        DeliveryView(
            arrived: time(row.receivedAt), topic: row.topic ?? "–",
            deliveryState: StateView(label: texts.say("delivery_\(row.state)"), tone: Self.deliveryTone(row.state)),
            stored: texts.number(row.rowsWritten), failure: row.error.flatMap(Self.message))
    }

    private static func deliveryTone(_ state: String) -> String {
        switch state {
        case "done": "good"
        case "queued": "busy"
        case "dead": "bad"
        default: "idle"
        }
    }
}
