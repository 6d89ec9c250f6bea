import ClusterAccess
import Deck
import DeckRuntime
import Failures
import Glibc
import ScreenKit
import Threads
import TokenDelivery

// The sockets that the deck opens for other programs.
extension DeckLoop {
    func openProxy(_ row: RowID) {
        guard let target = target(row) else { return }
        cancel.lower()
        let (runtime, mailbox, session, proxies, audit) = (runtime, mailbox, session, proxies, audit)
        let passwords = passwords
        inBackground {
            do throws(Failure) {
                let cluster = DeckServices.adjusted(target.cluster, session)
                let tokenSource = try Self.source(target, cluster, session, runtime, audit, passwords)
                let line = try proxies.open(row, tokenSource) { failure in
                    mailbox.send(.event(.refused(row, failure, DeckClock.now)))
                }
                guard let line else { return }
                mailbox.send(.event(.said(Message(.info, "\(row.name) is open: \(line)", at: DeckClock.now))))
                mailbox.send(.event(.proxies(proxies.counts)))
            } catch {
                var message = Message(.error, "no sockets for \(row.name): \(error.what)", at: DeckClock.now)
                message.failure = error
                mailbox.send(.event(.said(message)))
            }
        }
    }

    func closeProxies(_ rows: [RowID]) {
        let (mailbox, proxies) = (mailbox, proxies)
        inBackground {
            for row in rows { proxies.close(row) }
            mailbox.send(.event(.proxies(proxies.counts)))
        }
    }

    func tellProxies() {
        let counts = proxies.counts
        if counts != state.proxies { take(.proxies(counts)) }
    }
}
