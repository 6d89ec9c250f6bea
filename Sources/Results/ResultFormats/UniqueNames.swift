/// Names that an object's members can have: the second `a` becomes `a_2`, unless a column is called that.
enum UniqueNames {
    static func of(_ names: [[UInt8]]) -> [[UInt8]] {
        // Compared as they are printed: bytes that are not UTF-8 all look the same.
        let names = names.map { Array(String(decoding: $0, as: UTF8.self).utf8) }
        var taken = Set(names)
        // The next number of each name: a server may send tens of thousands of columns that are called the same.
        var numbers: [[UInt8]: Int] = [:]
        return names.map { name in
            guard var number = numbers[name] else {
                numbers[name] = 2
                return name
            }
            while true {
                let candidate = name + Array("_\(number)".utf8)
                number += 1
                if taken.insert(candidate).inserted {
                    numbers[name] = number
                    return candidate
                }
            }
        }
    }
}
