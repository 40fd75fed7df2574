// CommonJS packages that require Nest fail with a require cycle unless Nest was imported first; Nest needs the metadata shim.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
