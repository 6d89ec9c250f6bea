/// Something that takes room.
public protocol Weighed {
    /// About how many bytes it takes.
    var weight: Int { get }
}

/// The newest of things that come in numbers, and how many older ones have been let go for them.
public struct Newest<Element: Weighed & Sendable>: Sendable {
    /// Those that are kept, the newest last.
    public private(set) var elements: [Element] = []
    /// How many are not kept.
    public private(set) var left = 0
    private var weight = 0
    private let most: Int
    private let mostBytes: Int

    /// None yet; at least half of `most` elements or bytes are kept, and never more than all of them, but for the last
    /// one, which is kept however large it is.
    public init(most: Int, mostBytes: Int) {
        self.most = most
        self.mostBytes = mostBytes
    }

    /// Whether nothing has come.
    public var isEmpty: Bool { elements.isEmpty }
    /// How many have come, kept or not.
    public var total: Int { elements.count + left }
    /// The newest one.
    public var last: Element? { elements.last }

    /// Takes another one.
    public mutating func add(_ element: Element) {
        elements.append(element)
        weight += element.weight
        if elements.count > most || weight > mostBytes { shorten() }
    }

    /// Takes what another one has kept, and what it has let go.
    public mutating func add(_ others: Newest) {
        left += others.left
        for element in others.elements { add(element) }
    }

    /// Lets the older half go, so that very many cost no more than few, each.
    private mutating func shorten() {
        var count = 0
        while count < elements.count - 1, elements.count - count > most / 2 || weight > mostBytes / 2 {
            weight -= elements[count].weight
            count += 1
        }
        elements.removeFirst(count)
        left += count
    }
}
