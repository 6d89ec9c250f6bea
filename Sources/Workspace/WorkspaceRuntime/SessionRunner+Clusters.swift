import CPlatform
import Failures
import ResultDelivery
import Results
import SQLWire
import Threads
import Workspace

extension SessionRunner {
    /// Runs a statement on several clusters: each set of columns has a store of its own, and all fill at the same time.
    func run(_ number: Int, _ order: StatementOrder, on several: FanOutSession) {
        let services = services
        let stores = Locked<(all: [ResultStore], isBroken: Bool)>(([], false))
        let started = qd_monotonic_nanoseconds()
        Thread.run(self) { runner in
            let end = await several.run(order.text, on: order.clusters) { event in
                switch event {
                case .columns(let columns):
                    let store = ResultStore(
                        columns: columns, budget: services.budget, directory: services.spillDirectory)
                    stores.withLock { $0.all.append(store) }
                    runner.answer(number, .began(store))
                case .rows(let grid, let batch):
                    let (store, isBroken) = stores.withLock { ($0.all[grid], $0.isBroken) }
                    guard !isBroken else { return }
                    do throws(Failure) {
                        try store.append(batch)
                    } catch {
                        stores.withLock { $0.isBroken = true }
                        runner.answer(number, .broken(error))
                        several.cancel()
                    }
                case .notice(let message): runner.answer(number, .notice(message))
                case .progress(let clusters): runner.answer(number, .progress(clusters))
                }
            }
            let own = order.clusters ?? Array(end.indices)
            let (all, isBroken) = stores.withLock { $0 }
            let isComplete = !isBroken && own.allSatisfy { end[$0].state == .done }
            for store in all { store.finish(isComplete: isComplete) }
            runner.answer(number, .concluded(end, elapsed: qd_monotonic_nanoseconds() - started))
            runner.answer(number, .ended(await several.state()))
        }
    }
}
