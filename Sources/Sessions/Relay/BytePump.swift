import CPlatform
import Glibc

/// Passes bytes between a child and its server until one of them ends.
struct BytePump: ~Copyable {
    private let child: any ByteChannel
    private let server: any ByteChannel
    private let stop: StopSignal
    private let leftovers: Int32
    private let record: ConnectionRecord
    private var up: ByteFlow
    private var down: ByteFlow
    /// Whether the server was told that the child has ended its data.
    private var hasFinished = false
    /// Whether the child can no longer receive.
    private var childIsGone = false
    /// The state of the network's silence.
    private var silence = qd_silence()
    private var isSilent = false
    /// Whether the memory of the login was given back.
    private var hasRested = false

    init(
        child: any ByteChannel, server: any ByteChannel, stop: StopSignal, limits: RelayLimits, record: ConnectionRecord
    ) {
        self.child = child
        self.server = server
        self.stop = stop
        self.record = record
        leftovers = Int32(clamping: limits.leftovers)
        up = ByteFlow(from: child, to: server, capacity: limits.queueBytes)
        down = ByteFlow(from: server, to: child, capacity: limits.queueBytes)
    }

    /// Returns why the server was lost; nil when either side just closed.
    mutating func run() -> String? {
        while true {
            let hasMovedUp = up.advance()
            if hasMovedUp, server.hasInput { down.wake(source: Int16(POLLIN), target: 0) }
            let hasMovedDown = !childIsGone && down.advance()
            if let end = end() { return end.reason }
            if hasMovedUp || hasMovedDown { continue }
            record.moved(sent: up.total, received: down.total)
            up.rest()
            down.rest()
            if !hasRested {
                // Hundreds of idle connections must need little memory.
                hasRested = true
                qd_release_idle_memory()
            }
            if !wait() { return isSilent ? "the network has been silent for 11 s" : nil }
        }
    }

    private struct End {
        let reason: String?
    }

    private mutating func end() -> End? {
        if let problem = down.problem {
            // Bytes that arrived before the loss still go to the child.
            if problem.isSource { return down.isEmpty || childIsGone ? End(reason: problem.text) : nil }
            childIsGone = true
        }
        if let problem = up.problem {
            if !problem.isSource { return drained(because: problem.text) }
            childIsGone = true
        }
        if down.hasEnded, down.isEmpty { return End(reason: nil) }
        if childIsGone, up.isEmpty, up.hasEnded || up.problem != nil { return End(reason: nil) }
        if up.hasEnded, up.isEmpty, !hasFinished {
            hasFinished = true
            server.finish()
        }
        return nil
    }

    /// The server accepts no more data; its last message, with the reason, may already have arrived.
    private mutating func drained(because reason: String) -> End {
        while !childIsGone, down.advance() {}
        return End(reason: reason)
    }

    /// Waits until bytes can be moved; false when it is time to stop.
    private mutating func wait() -> Bool {
        let childEvents = up.sourceEvents | (childIsGone ? 0 : down.targetEvents)
        let serverEvents = up.targetEvents | (childIsGone ? 0 : down.sourceEvents)
        // `poll` always reports a hang-up, so poll only where the result is used.
        let watchesChild = !childIsGone && (childEvents != 0 || up.hasEnded)
        var waited = [
            pollfd(fd: watchesChild || childEvents != 0 ? child.descriptor : -1, events: childEvents, revents: 0),
            pollfd(fd: serverEvents != 0 ? server.descriptor : -1, events: serverEvents, revents: 0),
            pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let count = qd_poll_heard(&waited, 3, server.descriptor, childIsGone ? leftovers : -1, &silence)
        isSilent = count == -ETIMEDOUT
        if count < 0 { return false }
        if count == 0 || waited[2].revents != 0 { return false }
        if up.hasEnded, waited[0].revents & Int16(POLLHUP | POLLERR) != 0 { childIsGone = true }
        up.wake(source: waited[0].revents, target: waited[1].revents)
        down.wake(source: waited[1].revents, target: waited[0].revents)
        return true
    }
}
