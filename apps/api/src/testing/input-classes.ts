import type { INestApplicationContext, Type } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';

import { rulesOf } from '../http/input/field.js';

/** The classes of all bodies and queries that the methods of controllers take. */
export function inputClasses(app: INestApplicationContext): Type[] {
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  const classes = controllers.flatMap(({ metatype }) => {
    const prototype: unknown = typeof metatype === 'function' ? metatype.prototype : undefined;
    if (typeof prototype !== 'object' || prototype === null) return [];
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const types: unknown = Reflect.getMetadata('design:paramtypes', prototype, name);
      return Array.isArray(types) ? types.filter(isClass) : [];
    });
  });
  return [...new Set(classes)].filter((type) => rulesOf(type).size > 0);
}

function isClass(type: unknown): type is Type {
  return typeof type === 'function';
}
