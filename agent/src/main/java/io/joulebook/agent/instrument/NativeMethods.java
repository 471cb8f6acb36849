package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.util.Arrays;
import java.util.List;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Native methods have no code that advice could stand in: such a method gets another name, which
 * the JVM links to the same function ({@code Instrumentation.setNativeMethodPrefix}), and one with
 * code that calls it takes its place. A class that is loaded cannot be changed in that way.
 */
final class NativeMethods extends AsmVisitorWrapper.AbstractBase {
  private final String name;
  private final AsmVisitorWrapper.ForDeclaredMethods advice;

  /**
   * Advises the native methods of a name.
   *
   * @param advice what is to stand in all methods that it is asked of
   */
  NativeMethods(String name, AsmVisitorWrapper.ForDeclaredMethods advice) {
    this.name = name;
    this.advice = advice;
  }

  /**
   * Whether a class may get another method.
   *
   * @param loaded the class if it is loaded already: what it was given then it must be given again
   */
  static boolean mayBeAdvised(@Nullable Class<?> loaded) {
    return loaded == null
        || Arrays.stream(loaded.getDeclaredMethods())
            .anyMatch(method -> method.getName().startsWith(JoulebookBridge.NATIVE_PREFIX));
  }

  @Override
  public ClassVisitor wrap(
      TypeDescription type,
      ClassVisitor visitor,
      Implementation.Context context,
      TypePool pool,
      FieldList<FieldDescription.InDefinedShape> fields,
      MethodList<?> methods,
      int writerFlags,
      int readerFlags) {
    List<MethodDescription> withCode =
        type.getDeclaredMethods().filter(named(name).and(isNative())).stream()
            .map(method -> withCode(type, method))
            .toList();
    ClassVisitor advised =
        advice.wrap(
            type,
            visitor,
            context,
            pool,
            fields,
            new MethodList.Explicit<>(withCode),
            writerFlags,
            readerFlags);
    return new Renaming(type.getInternalName(), name, advised);
  }

  private static MethodDescription withCode(
      TypeDescription type, MethodDescription.InDefinedShape method) {
    return new MethodDescription.Latent(
        type,
        method.getInternalName(),
        method.getModifiers() & ~Opcodes.ACC_NATIVE,
        List.of(),
        method.getReturnType(),
        method.getParameters().asTypeList().stream().map(ParameterDescription.Token::new).toList(),
        method.getExceptionTypes(),
        List.of(),
        null,
        method.getReceiverType());
  }

  private static final class Renaming extends ClassVisitor {
    private final String owner;
    private final String name;

    Renaming(String owner, String name, ClassVisitor next) {
      super(OpenedClassReader.ASM_API, next);
      this.owner = owner;
      this.name = name;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      boolean isNative = (access & Opcodes.ACC_NATIVE) != 0;
      if (!isNative || !method.equals(name)) {
        return super.visitMethod(access, method, descriptor, signature, exceptions);
      }
      String renamed = JoulebookBridge.NATIVE_PREFIX + method;
      int hidden = (access & Opcodes.ACC_STATIC) | Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC;
      MethodVisitor function =
          super.visitMethod(
              hidden | Opcodes.ACC_NATIVE, renamed, descriptor, signature, exceptions);
      if (function != null) {
        function.visitEnd();
      }
      MethodVisitor code =
          super.visitMethod(
              access & ~Opcodes.ACC_NATIVE, method, descriptor, signature, exceptions);
      return new MethodVisitor(OpenedClassReader.ASM_API, code) {
        @Override
        public void visitEnd() {
          call(this, (access & Opcodes.ACC_STATIC) != 0, renamed, descriptor);
          super.visitEnd();
        }
      };
    }

    private void call(MethodVisitor code, boolean isStatic, String renamed, String descriptor) {
      code.visitCode();
      int local = 0;
      if (!isStatic) {
        code.visitVarInsn(Opcodes.ALOAD, local++);
      }
      for (Type argument : Type.getArgumentTypes(descriptor)) {
        code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
        local += argument.getSize();
      }
      int how = isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL;
      code.visitMethodInsn(how, owner, renamed, descriptor, false);
      Type result = Type.getReturnType(descriptor);
      code.visitInsn(result.getOpcode(Opcodes.IRETURN));
      code.visitMaxs(Math.max(local, result.getSize()), local);
    }
  }
}
