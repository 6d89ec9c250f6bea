import Failures
import Threads

/// The connections at one door of a relay. Each door has its own limit, so that clients of a TCP port, whom file
/// permissions do not identify, cannot keep the owner out of the Unix socket.
final class DoorEntries: Sendable {
    private struct Count {
        var all = 0
        var unproved = 0
        var hasReported = false
    }

    private let count = Locked(Count())
    private let limits: RelayLimits
    /// Whether clients have to prove a password.
    private let asksForProof: Bool
    /// The name of the door, for messages.
    private let door: String
    private let report: @Sendable (Failure) -> Void

    init(_ door: String, asksForProof: Bool, limits: RelayLimits, report: @escaping @Sendable (Failure) -> Void) {
        (self.door, self.asksForProof, self.limits, self.report) = (door, asksForProof, limits, report)
    }

    /// Admits a connection, which ends with the entry. Nil when too many are open; the first refusal is reported.
    func enter() -> DoorEntry? {
        let (isAdmitted, isFirstRefusal, lacksProof) = count.withLock { count in
            let lacksProof = asksForProof && count.unproved >= limits.unproved
            guard count.all < limits.connections, !lacksProof else {
                defer { count.hasReported = true }
                return (false, !count.hasReported, lacksProof)
            }
            count.all += 1
            if asksForProof { count.unproved += 1 }
            return (true, false, false)
        }
        if isAdmitted { return DoorEntry(self, isProved: !asksForProof, limits) }
        if isFirstRefusal {
            report(
                Failure(
                    .temporary, "Quarterdeck refuses connections at \(door)",
                    why: lacksProof
                        ? "\(limits.unproved) clients that have not proved the password are connected"
                        : "\(limits.connections) connections are open",
                    next: lacksProof
                        ? "find these clients with ss -tnp; further refusals are not reported"
                        : "close connections that no program uses; further refusals are not reported"))
        }
        return nil
    }

    fileprivate func proved() {
        count.withLock { $0.unproved -= 1 }
    }

    fileprivate func left(isProved: Bool) {
        count.withLock { count in
            count.all -= 1
            if !isProved { count.unproved -= 1 }
        }
    }
}

/// One connection that a door has admitted.
final class DoorEntry: Sendable {
    private let entries: DoorEntries
    private let isProved: Locked<Bool>
    /// The end of the time in which the client must prove the password.
    let deadline: Deadline

    fileprivate init(_ entries: DoorEntries, isProved: Bool, _ limits: RelayLimits) {
        self.entries = entries
        self.isProved = Locked(isProved)
        deadline = Deadline(milliseconds: limits.proof)
    }

    /// Records that the client has proved the password.
    func prove() {
        let wasProved = isProved.withLock { isProved in
            defer { isProved = true }
            return isProved
        }
        if !wasProved { entries.proved() }
    }

    deinit {
        entries.left(isProved: isProved.withLock { $0 })
    }
}

/// The proof of the password that a client of a TCP port owes.
struct OwedProof: Sendable {
    let password: DoorPassword
    let entry: DoorEntry
}
