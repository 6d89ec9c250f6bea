import Catalog
import Deck
import Editing
import Failures
import Glibc
import History
import Profiles
import Results
import ScreenKit
import TerminalUI
import Threads
import Timestamps
import Workspace
import WorkspaceRuntime

/// The open sessions beside the deck. Used only on the main thread.
final class SessionTabs {
    /// A session that is open or opening.
    private struct Tab {
        var state: WorkspaceState
        let runner: SessionRunner
        /// The events from its other threads.
        let mailbox: Mailbox<WorkspaceEvent>
        /// The tab that is shown when this one closes; nil for the deck.
        var opener: TabID?
    }

    private let factory: TabFactory
    /// Reports, from any thread, that a tab's mailbox has events.
    private let wake: @Sendable (TabID) -> Void
    /// Performs the effects that need the terminal.
    private let onTerminal: (TabID, TerminalEffect) -> Void
    private var tabs: [Tab] = []
    private var last = 0
    private var settings = WorkspaceSettings()
    /// The text of closed tabs that may be in no file, by cluster; it is lost at the end of the program.
    private var typed: [String: String] = [:]
    /// The visible tab; nil for the deck.
    private(set) var shown: TabID?
    /// The number of closed tabs.
    private(set) var closings = 0

    init(
        _ factory: TabFactory, wake: @escaping @Sendable (TabID) -> Void,
        onTerminal: @escaping (TabID, TerminalEffect) -> Void
    ) {
        self.factory = factory
        self.wake = wake
        self.onTerminal = onTerminal
    }

    /// What would be lost if all tabs were closed.
    var wouldLose: [String] {
        tabs.filter { $0.state.hasTransaction || $0.state.run != nil || $0.state.isExporting }
            .map(\.state.place.cluster.name)
    }

    /// What is lost at the end of the program, for each session: `harbor (an open transaction, 2 results)`.
    var losses: [String] {
        tabs.filter { !$0.state.losses.isEmpty }.map { tab in
            "\(tab.state.place.cluster.name) (\(tab.state.losses.joined(separator: ", ")))"
        }
    }

    /// The clusters of a tab.
    func rows(of id: TabID) -> [RowID] {
        guard let place = tabs.first(where: { $0.state.id == id })?.state.place else { return [] }
        return place.members.isEmpty ? [place.row] : place.members.map(\.row)
    }

    /// The number of sessions of each cluster.
    var counts: [RowID: Int] {
        Dictionary(grouping: tabs, by: \.state.place.row).mapValues(\.count)
    }

    /// The server versions that open sessions have found.
    var versions: [RowID: String] {
        let known = tabs.compactMap { tab in
            tab.state.phase.facts?.server.version.map { (tab.state.place.row, $0) }
        }
        return Dictionary(known) { $1 }
    }

    /// The id of the open question in the visible tab.
    var asking: String? {
        tabs.first { $0.state.id == shown }.flatMap { tab in tab.state.asking.map { "\(tab.state.id) \($0)" } }
    }

    /// Opens a session, or shows an open one.
    func open(_ row: RowID, _ cluster: Cluster, token: TokenFacts?, size: Size, now: Moment) {
        if let there = tabs.first(where: { $0.state.place.row == row && !$0.state.place.isForWriting }) {
            shown = there.state.id
            return
        }
        begin(SessionPlace(row: row, cluster: cluster), token, size, now)
    }

    /// Opens a session for several clusters.
    func open(_ members: [SessionPlace.Member], size: Size, now: Moment) {
        guard let place = SessionPlace(members) else { return }
        begin(place, nil, size, now)
    }

    private func begin(
        _ place: SessionPlace, _ token: TokenFacts?, _ size: Size, _ now: Moment, from opener: TabID? = nil
    ) {
        last += 1
        let id = TabID(last)
        let wake = wake
        let mailbox = Mailbox<WorkspaceEvent>(absorb: { $0.absorb($1) }, wake: { wake(id) })
        let (factory, cluster) = (factory, place.cluster.name)
        var draft = typed.removeValue(forKey: cluster)
        if draft == nil {
            // A disk that hangs must not block the screen: the draft is then shown later.
            let kept = PromptWork.value(within: 200) {
                factory.draft(cluster, id)
            } late: { late in
                if let late { mailbox.send(.text(late, replacesAll: false)) }
            }
            draft = kept ?? nil
        }
        let runner = SessionRunner(id, place, factory.services) { event in
            if event.comesInTurn { mailbox.sendInTurn(event) } else { mailbox.send(event) }
        }
        var state = WorkspaceState(id: id, place: place, size: size, now: now, draft: draft ?? "")
        _ = update(&state, .settings(settings))
        _ = update(&state, .token(token))
        tabs.append(Tab(state: state, runner: runner, mailbox: mailbox, opener: opener))
        shown = id
        _ = runner.perform(.connect)
    }

    /// Handles the events of a tab from other threads, within a time limit.
    func takeMail(_ id: TabID, until end: Int64) {
        guard let mailbox = tabs.first(where: { $0.state.id == id })?.mailbox else { return }
        repeat {
            let events = mailbox.fetch(8)
            if events.isEmpty { return }
            for event in events { take(id, event) }
        } while DeckClock.now.uptime < end
    }

    /// Applies an event to a session.
    func take(_ id: TabID, _ event: WorkspaceEvent) {
        guard let index = tabs.firstIndex(where: { $0.state.id == id }) else { return }
        let effects = update(&tabs[index].state, event)
        let runner = tabs[index].runner
        // A login may still wait for credentials.
        let isCancelled = effects.contains { if case .cancel = $0 { true } else { false } }
        if isCancelled, tabs[index].state.phase.facts == nil { onTerminal(id, .cancelLogin) }
        for effect in effects where !runner.perform(effect) {
            if case .tabs(let effect) = effect { perform(effect, id) }
            if case .terminal(let effect) = effect { onTerminal(id, effect) }
        }
    }

    /// Applies an event to all sessions.
    func takeAll(_ event: WorkspaceEvent) {
        if case .settings(let settings) = event {
            self.settings = settings
            factory.services.budget.limit = settings.resultMemory
        }
        for tab in tabs { take(tab.state.id, event) }
    }

    /// Milliseconds until the next draft must be saved; nil when all are saved.
    func draftsDueIn(_ now: Moment) -> Int32? {
        tabs.compactMap(\.state.draftDueAt).min().map {
            Int32(clamping: max(0, ($0 - now.uptime + 999_999) / 1_000_000))
        }
    }

    /// Saves the drafts that are due.
    func keepDrafts(_ now: Moment) {
        for tab in tabs where tab.state.draftDueAt.map({ $0 <= now.uptime }) == true {
            take(tab.state.id, .draftDue(now))
        }
    }

    /// Applies a new profile file.
    func follow(_ clusters: [RowID: Cluster]) { factory.follow(clusters) }

    /// Passes each session the token for its next login.
    func follow(_ facts: (RowID) -> TokenFacts?) {
        for tab in tabs where !tab.state.place.isForWriting {
            let now = facts(tab.state.place.row)
            if now != tab.state.token { take(tab.state.id, .token(now)) }
        }
    }

    /// Passes each session with a transaction until when the person's access lasts.
    func followAccess(_ access: (Cluster) -> AccessWindow?) {
        for tab in tabs where tab.state.hasTransaction {
            let window = access(tab.state.place.members.first?.cluster ?? tab.state.place.cluster)
            if window != tab.state.access { take(tab.state.id, .access(window)) }
        }
    }

    private func perform(_ effect: TabEffect, _ id: TabID) {
        guard let tab = tabs.first(where: { $0.state.id == id }) else { return }
        switch effect {
        case .showDeck: shown = nil
        case .next: showNext()
        case .openAs where !tab.state.place.members.isEmpty:
            guard let place = SessionPlace(tab.state.place.members, isForWriting: true) else { return }
            begin(place, nil, tab.state.size, tab.state.now, from: id)
        case .openAs(let user):
            var cluster = tab.state.place.cluster
            cluster.user = user
            cluster.isReadOnly = false
            begin(
                SessionPlace(row: tab.state.place.row, cluster: cluster, isForWriting: true), nil, tab.state.size,
                tab.state.now, from: id)
        case .openAnother: begin(tab.state.place, tab.state.token, tab.state.size, tab.state.now, from: id)
        case .close: close(id)
        }
    }

    /// Shows the next tab; after the last one the deck.
    func showNext() {
        guard let shown, let index = tabs.firstIndex(where: { $0.state.id == shown }) else {
            self.shown = tabs.first?.state.id
            return
        }
        self.shown = index + 1 < tabs.count ? tabs[index + 1].state.id : nil
    }

    /// Shows the tab with a number of the first line; 1 is the deck.
    func show(number: Int) {
        if number == 1 { shown = nil }
        if tabs.indices.contains(number - 2) { shown = tabs[number - 2].state.id }
    }

    private func close(_ id: TabID) {
        guard let index = tabs.firstIndex(where: { $0.state.id == id }) else { return }
        let tab = tabs.remove(at: index)
        let (text, cluster) = (tab.state.editor.text, tab.state.place.cluster.name)
        let factory = factory
        let isKept = PromptWork.value(within: 200) { factory.release(text, cluster, id) } ?? false
        typed[cluster] = isKept ? nil : text
        tab.mailbox.close()
        tab.runner.close()
        closings += 1
        if shown == id { shown = tabs.first { $0.state.id == tab.opener }?.state.id }
    }

    /// Ends all sessions: drafts are saved, and running statements are cancelled on their servers.
    ///
    /// - Parameter seconds: The maximum time to wait.
    /// - Returns: The clusters whose server has not answered.
    func closeAll(waiting seconds: Double) -> [String] {
        let open = Locked<[TabID: String]>([:])
        for tab in tabs {
            let id = tab.state.id
            let (factory, text, cluster) = (factory, tab.state.editor.text, tab.state.place.cluster.name)
            _ = PromptWork.value(within: 1_000) { factory.release(text, cluster, id) }
            if tab.state.run != nil { open.withLock { $0[id] = tab.state.place.cluster.name } }
            // Senders that wait for room in it return.
            tab.mailbox.close()
            tab.runner.close { open.withLock { _ = $0.removeValue(forKey: id) } }
        }
        let end = DeckClock.now.uptime + Int64(seconds * 1_000_000_000)
        while DeckClock.now.uptime < end, tabs.contains(where: \.runner.isBusy) || open.withLock({ !$0.isEmpty }) {
            _ = poll(nil, 0, 10)
        }
        return open.withLock { $0.values.sorted() }
    }

    /// The screen of the visible tab.
    func render(_ look: Look) -> CellGrid? {
        guard let shown, let index = tabs.firstIndex(where: { $0.state.id == shown }) else { return nil }
        var names: [(name: String, isBusy: Bool)] = [("deck", false)]
        var counts: [String: Int] = [:]
        for tab in tabs {
            let writes = tab.state.place.isForWriting ? " as \(tab.state.place.user)" : ""
            let name = tab.state.place.cluster.name + writes
            counts[name, default: 0] += 1
            let number = counts[name].flatMap { $0 > 1 ? " (\($0))" : nil } ?? ""
            names.append((name + number, tab.state.run != nil || tab.state.hasTransaction))
        }
        return Workspace.render(tabs[index].state, tabs: TabNames(names, current: index + 1), look)
    }
}
