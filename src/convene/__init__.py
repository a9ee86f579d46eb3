"""Who should meet whom, when and where: matching and meeting schedules."""
