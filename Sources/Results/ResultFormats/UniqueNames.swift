/// Unique member names for an object: the second `a` becomes `a_2`, unless a column has that name.
enum UniqueNames {
    static func of(_ names: [[UInt8]]) -> [[UInt8]] {
        // Compared in their printed form: all invalid UTF-8 prints the same.
        let names = names.map { Array(String(decoding: $0, as: UTF8.self).utf8) }
        var taken = Set(names)
        // The next number for each name: a server may send tens of thousands of columns with one name.
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
