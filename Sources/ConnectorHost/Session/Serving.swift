import Core

/// The host's side of a call: what the connector asks is done by the host functions, one frame after the other.
extension ConnectorSession {
    /// Does what a frame asks, and answers where an answer is due.
    func serve(_ asked: HostCall, _ call: UInt32, _ host: any HostFunctions) async throws {
        do {
            if thread.isCancelled { throw HostRefusal.cancelled }
            let reply = try await carryOut(asked, host)
            if asked.isAnswered { thread.send(try FrameEncoder.encode(reply.frame(call))) }
        } catch let refusal as HostRefusal where asked.isAnswered || refusal.code == .cancelled {
            guard asked.isAnswered else { return }
            thread.send(try FrameEncoder.encode(HostReply(refusal).frame(call)))
        } catch is CancellationError {
            // The task was cancelled while the host worked: the connector is told, and ends its call.
            thread.cancel()
            if asked.isAnswered { thread.send(try FrameEncoder.encode(HostReply(.cancelled).frame(call))) }
        } catch {
            machine.end()
            thread.stop(.closed)
            _ = await thread.exit()
            throw error
        }
    }

    private func carryOut(_ asked: HostCall, _ host: any HostFunctions) async throws -> HostReply {
        switch asked {
        case .request(let request, let requestBody):
            await releaseBody()
            let response = try await host.request(request, body: requestBody)
            return HostReply(response, handle: body.open(response.body))
        case .readBody(let handle, let capacity): return HostReply(bytes: try await readBody(handle, upTo: capacity))
        case .emit(let stream, let rows): try await host.emit(stream: stream, rows: rows)
        case .reject(let stream, let reject): try await host.reject(stream: stream, reject: reject)
        case .checkpoint(let stream, let cursor): try await host.checkpoint(stream: stream, cursor: cursor)
        case .estimate(let stream, let rows): try await host.estimate(stream: stream, rows: rows)
        case .wait(let until): try await host.wait(until: until)
        case .log(let level, let text): await host.log(level, text)
        case .now: return HostReply(result: host.now().microseconds)
        }
        return HostReply(result: 0)
    }

    /// Up to `capacity` bytes of the open body; none at its end, where it is released.
    private func readBody(_ handle: UInt64, upTo capacity: Int) async throws -> ArraySlice<UInt8> {
        try body.check(handle)
        while true {
            let part = body.take(upTo: capacity)
            guard part.isEmpty, let source = body.source else { return part }
            guard let piece = try await source.next() else {
                await releaseBody()
                return []
            }
            body.arrived(piece)
        }
    }

    func releaseBody() async { await body.release()?.close() }
}
