import { Module } from '@nestjs/common';
import { VariableReader } from './variable-reader.ts';
import { VariablesController } from './variables.controller.ts';
import { VariablesService } from './variables.service.ts';

/** Single values, maybe secret. */
@Module({ controllers: [VariablesController], providers: [VariableReader, VariablesService], exports: [VariableReader, VariablesService] })
export class VariablesModule {}
