import ConnectorHost
import Core
import Web

/// HTTP that platforms call.
struct ReceivingRoutes {
    let receiver: WebhookReceiver

    var endpoints: [Endpoint] { [receive, handshake] }

    private static let path = "/api/v1/hooks/{connection}/{secret}"
    /// Texts: what can be no id is answered like a token that opens nothing.
    private static let place: Parameters<(String, String)> = .fields(
        parameter("connection", .string(max: 200), "The connection."), parameter("secret", .string(max: 200), "The token of its hook."))

    private var receive: Endpoint {
        Endpoint(
            .post, Self.path, permission: .public, summary: "Take what a platform sends", tag: "Webhooks", path: Self.place,
            body: .stream(maxBytes: ConnectorSession.mostDelivery, contentType: "application/json"), output: .json(.receipt),
            options: .unlimited.with { options in
                options.operationID = "receive_delivery"
                options.about =
                    "The body is what the platform signed, byte by byte, and is read by its connector. Limited by address and by connection. Whatever is "
                    + "not accepted is answered with 404; what came before is answered with 200 and changes nothing."
            }
        ) { [receiver] call in
            try await receiver.receive(call.path.0, call.path.1, call.request, call.body)
            return Receipt()
        }
    }

    private var handshake: Endpoint {
        Endpoint(
            .get, Self.path, permission: .public, summary: "Answer a platform's handshake", tag: "Webhooks", path: Self.place,
            query: .fields(
                parameter("hub.mode", .optional(.string(max: 50)), "subscribe"),
                parameter("hub.verify_token", .optional(.string(max: 500)), "What was agreed on."),
                parameter("hub.challenge", .optional(.string(max: 500)), "Given back."),
                make: { WebhookReceiver.Handshake(mode: $0 ?? "", verifyToken: $1 ?? "", challenge: $2 ?? "") }),
            output: .file("text/plain"),
            options: .unlimited.with { options in
                options.operationID = "answer_handshake"
                options.about = "Meta asks this when a subscription is made. Whatever is not accepted is answered with 404."
            }
        ) { [receiver] call in
            let challenge = try await receiver.challenge(call.path.0, call.path.1, call.query, call.request)
            return FileBody(Array(challenge.utf8), contentType: "text/plain; charset=utf-8")
        }
    }
}

/// That a delivery is taken.
struct Receipt: Sendable {}

extension Schema where Value == Receipt {
    static let receipt = Schema.record("Receipt", field("received", { _ in true }, Schema<Bool>.boolean, "It is stored, and will be looked at soon."))
}
