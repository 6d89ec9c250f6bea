/// Guesses the name that the user meant.
enum NearestName {
    /// The name with the fewest letters to insert, remove, change or swap with their neighbour; nil when none is near
    /// enough.
    static func of(_ text: String, among names: [String]) -> String? {
        let limit = text.count <= 3 ? 1 : 2
        return names.map { (name: $0, distance: distance(Array(text), Array($0))) }
            .filter { $0.distance <= limit && $0.distance < max($0.name.count, 2) }
            .min { $0.distance < $1.distance }?.name
    }

    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, character) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(
                    last[column + 1] + 1, current[column] + 1, last[column] + (character == other ? 0 : 1))
                if row > 0, column > 0, character == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
