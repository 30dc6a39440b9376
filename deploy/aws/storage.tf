module "storage" {
  source = "./storage"

  name_suffix        = var.name_suffix
  fifo               = var.fifo
  visibility_seconds = var.visibility_seconds
}
