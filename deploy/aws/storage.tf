module "storage" {
  source = "./storage"

  name_suffix        = var.name_suffix
  fifo               = var.fifo
  visibility_seconds = var.visibility_seconds

  deletion_protection = var.deletion_protection
  kms_key_arn         = var.kms_key_arn
}
