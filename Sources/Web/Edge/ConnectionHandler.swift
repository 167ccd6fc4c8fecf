import Core
import NIOCore
import NIOHTTP1

/// Stands behind the HTTP decoder: carries the decisions of `ConnectionState` out. One timer per connection, none per request.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = ResponsePart
    typealias OutboundOut = ByteBuffer

    var state: ConnectionState
    private var timer: Scheduled<Void>?
    private var isDead = false

    init(limits: ConnectionState.Limits) { state = ConnectionState(limits: limits, now: .now()) }

    func handlerAdded(context: ChannelHandlerContext) { watch(context) }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        isDead = true
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if isDead || state.phase == .lingering { return discard(part, context) }
        switch part {
        case .head: state.receivedHead(now: .now())
        case .body: break
        case .end: state.receivedEnd()
        }
        context.fireChannelRead(data)
    }

    /// What a client sends on after its last answer: a little is read for politeness, more ends the connection.
    private func discard(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        guard case .body(let buffer) = part, state.discarded(bytes: buffer.readableBytes) else { return }
        isDead = true
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, !isDead else { return context.fireErrorCaught(error) }
        switch state.failed() {
        case .answerNow:
            refuse(context, BareResponse.refusal(of: error))
            context.fireErrorCaught(error)
        case .answerLater: break
        case .close:
            isDead = true
            context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            if state.quiesce() { context.close(promise: nil) }
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isDead {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .whole(let bytes, let thenClose), .end(let bytes, let thenClose):
            context.write(wrapOutboundOut(bytes), promise: promise)
            let (isOver, owesRefusal) = state.endedAnswer(thenClose: thenClose, now: .now())
            if owesRefusal { context.write(wrapOutboundOut(BareResponse.badRequest), promise: nil) }
            if isOver { finish(context) }
        case .start(let bytes, let isEndless):
            state.startedAnswer(isEndless: isEndless, now: .now())
            context.write(wrapOutboundOut(bytes), promise: promise)
        case .piece(let bytes):
            state.wrotePiece(now: .now())
            context.write(wrapOutboundOut(bytes), promise: promise)
        case .interim(let bytes): context.write(wrapOutboundOut(bytes), promise: promise)
        case .deadline(let allowance):
            state.extend(to: .nanoseconds(Int64(allowance.seconds * 1e9)))
            watch(context)
            promise?.succeed()
        }
    }

    /// One last answer; the request's own task can write no more.
    private func refuse(_ context: ChannelHandlerContext, _ bytes: ByteBuffer) {
        isDead = true
        state.linger(.now())
        context.write(wrapOutboundOut(bytes), promise: nil)
        finish(context)
    }

    /// Closes our side once all is written, and gives the client a moment to read it before the rest is closed.
    private func finish(_ context: ChannelHandlerContext) {
        context.flush()
        context.close(mode: .output, promise: nil)
        watch(context)
    }

    private func watch(_ context: ChannelHandlerContext) {
        timer?.cancel()
        switch state.expiry(now: .now()) {
        case .notYet(let end):
            let box = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            timer = context.eventLoop.scheduleTask(deadline: min(end, .now() + state.limits.check)) {
                let (handler, context) = box.value
                handler.watch(context)
            }
        case .close:
            isDead = true
            context.close(promise: nil)
        case .answerUnavailable: refuse(context, BareResponse.unavailable)
        }
    }
}
