INSERT INTO `harbor`.`vessels` (`id`, `name`) VALUES
 (1, 'Aurora Borealis'),
 (2, 'Wilhelmina Sluyter');
