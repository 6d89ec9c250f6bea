public import TerminalUI

/// The keys of all actions for each place.
public struct KeyTable<Action: KeyedAction>: Sendable {
    /// An error in the settings of a key.
    public struct Problem: Sendable, Equatable {
        /// The action's name in the settings.
        public let action: String
        /// The error in one line.
        public let text: String
    }

    private var actions: [Action.Place: [Key: Action]] = [:]
    private var keys: [Action: [Key]] = [:]
    /// Standard keys that the settings gave to another action.
    private var lost: [(key: Key, from: Action, to: Action)] = []
    /// The errors in the settings.
    public private(set) var problems: [Problem] = []

    /// A key table from settings: keys by action name. An action that is not named keeps its standard keys, except
    /// those given to another action.
    public init(_ requests: [String: [String]] = [:]) {
        var wanted: [Action: [Key]] = [:]
        for (name, keyNames) in requests.sorted(by: { $0.key < $1.key }) {
            guard let action = Action(rawValue: name) else {
                problems.append(Problem(action: name, text: "there is no action \"\(name)\""))
                continue
            }
            let keys = keyNames.compactMap { requested($0, for: name) }
            // An action keeps its standard keys if none of the keys in the settings is valid; an empty list removes all
            // its keys.
            if !keys.isEmpty || keyNames.isEmpty { wanted[action] = keys }
        }
        for action in Action.allCases {
            for key in wanted[action] ?? [] { bind(key, to: action, isRequested: true) }
        }
        for action in Action.allCases where wanted[action] == nil {
            for key in action.standardKeys.compactMap(Key.init(name:)) { bind(key, to: action, isRequested: false) }
        }
        for action in Action.allCases where wanted[action] == nil && keys[action] == nil {
            problems.append(
                Problem(action: action.rawValue, text: "\(action.rawValue) has lost its key to another action"))
        }
        for (key, action, taker) in lost where keys[action] != nil && wanted[taker] != nil {
            let others = self.keys(of: action).filter { $0 != key }.map(\.name)
            let kept = others.isEmpty ? "it elsewhere only" : others.joined(separator: ", ")
            problems.append(
                Problem(
                    action: taker.rawValue,
                    text: "\(key.name) is for \(taker.rawValue) now; \(action.rawValue) keeps \(kept)"))
        }
        // The user must always be able to quit.
        if let way = Action.lastWayOut, action(way.key, at: way.place) == nil {
            bind(way.key, to: way.action, isRequested: false)
        }
    }

    /// The action of a key in a place.
    public func action(_ key: Key, at place: Action.Place) -> Action? { actions[place]?[key] }

    /// The keys of an action; hints show the first one.
    public func keys(of action: Action) -> [Key] { keys[action] ?? [] }

    /// The first key of an action, for hints.
    public func label(of action: Action) -> String? { keys[action]?.first?.label }

    /// The key with that name; otherwise nil, and a problem is added.
    private mutating func requested(_ name: String, for action: String) -> Key? {
        guard let key = Key(name: name) else {
            problems.append(
                Problem(action: action, text: "\"\(name)\" is no key; ctrl-r, F5, pageup, space are some"))
            return nil
        }
        if let other = key.sentAs {
            let text = "terminals send \(other.name) for \(key.name); write \"\(other.name)\", or choose another key"
            problems.append(Problem(action: action, text: text))
            return nil
        }
        return key
    }

    private mutating func bind(_ key: Key, to action: Action, isRequested: Bool) {
        let places = Action.Place.allCases.filter { place in
            Action.actions(at: place).contains(action) && Action.allows(key, at: place)
        }
        if isRequested, let other = places.compactMap({ actions[$0]?[key] }).first {
            problems.append(
                Problem(
                    action: action.rawValue,
                    text: "\(key.name) is wanted for \(other.rawValue) and for \(action.rawValue); the first one has it"
                ))
            return
        }
        let free = places.filter { actions[$0]?[key] == nil }
        if let taker = places.compactMap({ actions[$0]?[key] }).first { lost.append((key, action, taker)) }
        guard !free.isEmpty else { return }
        for place in free { actions[place, default: [:]][key] = action }
        keys[action, default: []].append(key)
    }
}
