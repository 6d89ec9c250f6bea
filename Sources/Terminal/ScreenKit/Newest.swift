/// A value with a size in memory.
public protocol Weighed {
    /// The approximate size in bytes.
    var weight: Int { get }
}

/// The newest elements of a stream, and the number of dropped older ones.
public struct Newest<Element: Weighed & Sendable>: Sendable {
    /// The kept elements, the newest last.
    public private(set) var elements: [Element] = []
    /// The number of dropped elements.
    public private(set) var left = 0
    private var weight = 0
    private let most: Int
    private let mostBytes: Int

    /// An empty collection. It keeps at most `most` elements and `mostBytes` bytes, and at least half of that; the last
    /// element is always kept.
    public init(most: Int, mostBytes: Int) {
        self.most = most
        self.mostBytes = mostBytes
    }

    /// Whether no element was added.
    public var isEmpty: Bool { elements.isEmpty }
    /// The number of added elements, kept or dropped.
    public var total: Int { elements.count + left }
    public var last: Element? { elements.last }

    /// Adds an element.
    public mutating func add(_ element: Element) {
        elements.append(element)
        weight += element.weight
        if elements.count > most || weight > mostBytes { shorten() }
    }

    /// Adds the elements of another collection, and its number of dropped ones.
    public mutating func add(_ others: Newest) {
        left += others.left
        for element in others.elements { add(element) }
    }

    /// Drops the older half, so that adding an element takes constant time on average.
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
