import Dispatch
import Glibc

/// SIGINT and SIGTERM as a sequence: one element for each time that somebody asks to stop.
final class StopSignals {
    let requests: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    init() {
        let (requests, send) = AsyncStream<Void>.makeStream()
        self.requests = requests
        sources = [SIGINT, SIGTERM].map { number in
            // The default action would end this process before the source hears of it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { send.yield() }
            source.resume()
            return source
        }
    }

    deinit { for source in sources { source.cancel() } }
}
